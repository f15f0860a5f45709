"""self.x holds the output

class: ReLU
loses: test_relu_contract
diagnosis: self.x is not x
why: The student keeps the output, from which ReLU's gate can be read as well. self.x has to hold
the input.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = np.maximum(0, x)
        return self.x.copy()

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
