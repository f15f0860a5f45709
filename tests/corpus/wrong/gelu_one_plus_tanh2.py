"""backward has 1 + tanh(u)^2, the rule for tan.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: 1 + tanh squared
why: tan' = 1 + tan^2, but tanh' = 1 - tanh^2.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 + t**2) * du) * grad_output
