"""The product with grad_output by np.einsum.

class: GELU
why: '...,...->...' is the entrywise product for any shape; 0-d gives a scalar, which is allowed.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        local = 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du
        return np.einsum("...,...->...", local, grad_output)
