"""The exponent is cut at 700, where nothing is left of the result.

class: SiLU
why: exp(700) still is a number, and x / exp(700) is 0 to 300 digits.
"""


def logistic(x):
    return 1 / (1 + np.exp(-np.maximum(x, -700)))


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
