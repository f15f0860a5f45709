"""The formula in a function called gelu, and its derivative beside it.

class: GELU
why: The natural name for it. The student's names are the student's: the tests must not put
something else under them.
"""


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def gelu_derivative(x):
    t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return gelu(x)

    def backward(self, grad_output):
        return gelu_derivative(self.x) * grad_output
