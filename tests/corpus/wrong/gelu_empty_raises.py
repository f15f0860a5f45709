"""An empty array raises, because its maximum is asked for.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: empty arrays
why: Scaling by the largest entry against an overflow. Empty arrays are in the contract, and have no
maximum.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        scale = max(1.0, np.abs(x).max())
        z = x / scale
        u = np.sqrt(2 / np.pi) * (z * scale + 0.044715 * (z * scale) ** 3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
