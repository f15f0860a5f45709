"""The formula as it stands, inside np.errstate.

class: Sigmoid
why: exp overflows to infinity, and 1 / (1 + inf) is 0: the value is right, and the contract allows
errstate around a right computation.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output
