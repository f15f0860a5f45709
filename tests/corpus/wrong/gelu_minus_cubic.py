"""x - 0.044715 x^3 instead of x + 0.044715 x^3, with its own gradient.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: minus before the cubic term, -x^3 for x^3, follows forward
why: A sign slip, remembered from the series of sin. For large x the tanh then turns around.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x - 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x - 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 - 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
