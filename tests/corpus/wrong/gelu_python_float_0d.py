"""forward returns a Python float for a single number.

class: GELU
loses: test_gelu_forward
diagnosis: number for an array
why: float(...) looks like the natural answer for one number. The contract wants a 0-d array or a
NumPy scalar.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        y = 0.5 * x * (1 + np.tanh(u))
        return float(y) if x.ndim == 0 else y

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
