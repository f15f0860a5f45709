"""the cube root of x for its cube

class: GELU
loses: test_gelu_forward, test_network
diagnosis: cbrt(x) for x^3
why: np.cbrt sounds like a cube.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * np.cbrt(x))))

    def backward(self, grad_output):
        x = self.x
        c = np.sqrt(2 / np.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        du = c * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
