"""forward and backward return shape (1,) for a single number.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: 0-d becomes 1-d
why: np.atleast_1d for the sake of indexing; a 0-d input must come back 0-d.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return np.atleast_1d(0.5 * x * (1 + np.tanh(u)))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return np.atleast_1d((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output)
