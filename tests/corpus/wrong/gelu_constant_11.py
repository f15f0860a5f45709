"""the factor is sqrt(2) / sqrt(pi) typed as 0.8

class: GELU
loses: test_gelu_forward, test_network
diagnosis: factor sqrt(2/pi)
why: One digit is not enough, in forward alone.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = 0.8 * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
