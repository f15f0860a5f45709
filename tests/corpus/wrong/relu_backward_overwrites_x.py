"""backward turns self.x, the caller's array, into the mask

class: ReLU
loses: test_relu_contract
diagnosis: self.x is not x, changes x
why: The student needs x no longer and makes it the mask. It is the very array that the caller
handed to forward.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        self.x[self.x <= 0] = 0
        self.x[self.x > 0] = 1
        return self.x * grad_output
