"""x times the sigmoid of 2u, with the derivative of that.

class: GELU
why: (1 + tanh u) / 2 is the sigmoid of 2u, so this is the same function and the same derivative.
"""


def logistic(v):
    e = np.exp(-np.abs(v))
    return np.where(v >= 0, 1.0, e) / (1.0 + e)


def two_u(x):
    return np.sqrt(8 / np.pi) * (x + 0.044715 * x**3)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(two_u(x))

    def backward(self, grad_output):
        x = self.x
        s = logistic(two_u(x))
        slope = np.sqrt(8 / np.pi) * (1 + 0.134145 * x**2)
        return (s + x * s * (1 - s) * slope) * grad_output
