"""a shortcut: exactly 0 below -4

class: GELU
loses: test_gelu_forward
diagnosis: cut off
why: GELU(-4) is -0.00007, which is small and not 0.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        y = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
        return np.where(x < -4, 0.0, y)

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
