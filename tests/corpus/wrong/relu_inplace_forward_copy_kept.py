"""forward keeps a copy in self.x but overwrites the caller's x

class: ReLU
loses: test_relu_contract
diagnosis: changes x
why: The student knows that backward needs the old numbers, not that the caller does too.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x.copy()
        return np.maximum(0, x, out=x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
