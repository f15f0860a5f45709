"""x + 0.044715 + x^3 in u

class: GELU
loses: test_gelu_forward, test_network
diagnosis: constant in u
why: A plus for a times.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 + x**3)))

    def backward(self, grad_output):
        x = self.x
        c = np.sqrt(2 / np.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        du = c * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
