"""Computed in float64, returned as float32.

class: GELU
why: float32 may come back whatever came in; the tolerance is that of float32 then.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return (0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))).astype(np.float32)

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return ((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output).astype(np.float32)
