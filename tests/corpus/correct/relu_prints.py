"""Prints inside both methods.

class: ReLU
why: Printing is noise, not a mistake.
"""


class ReLU(Activation):
    def forward(self, x):
        print("forward", x.shape)
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        print("backward", grad_output)
        return grad_output * (self.x > 0)
