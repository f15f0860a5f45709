"""return stands inside the loop over rows

class: GELU
loses: test_gelu_forward, test_network
diagnosis: first row alone
why: One tab too many.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        if x.ndim < 2:
            return self.row(x)
        out = np.zeros_like(x)
        for i in range(len(x)):
            out[i] = self.row(x[i])
            return out
        return out

    def row(self, x):
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x, c = self.x, np.sqrt(2 / np.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        return grad_output * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2))
