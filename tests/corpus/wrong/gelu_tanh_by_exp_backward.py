"""backward alone writes tanh through two exponentials: NaN for large abs(x).

class: GELU
loses: test_gelu_backward
diagnosis: overflow
why: sinh / cosh written out is tanh on paper; both overflow, and inf / inf is NaN.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = (np.exp(u) - np.exp(-u)) / (np.exp(u) + np.exp(-u))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
