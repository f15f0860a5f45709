"""The first term of the derivative as GELU(x) / x, with x = 0 excepted.

class: GELU
why: f / x is the first term of the product rule; where x is 0 the term is one half.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        y = 0.5 * x * (1 + t)
        first = np.divide(y, x, out=np.full(x.shape, 0.5), where=x != 0)
        return (first + 0.5 * x * (1 - t**2) * du) * grad_output
