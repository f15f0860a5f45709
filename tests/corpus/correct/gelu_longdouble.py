"""Computes in long double and casts the result.

class: GELU
why: More digits inside do no harm; what comes back is float64.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        x = x.astype(np.longdouble)
        return (0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))).astype(float)

    def backward(self, grad_output):
        x = self.x.astype(np.longdouble)
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return np.asarray((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output, dtype=float)
