"""backward multiplies grad_output in place

class: ReLU
loses: test_relu_contract
diagnosis: changes grad_output
why: The student takes *= for an abbreviation. It writes into the caller's array.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad_output *= self.x > 0
        return grad_output
