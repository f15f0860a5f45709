"""mish in forward, right backward

class: GELU
loses: test_gelu_forward, test_network
diagnosis: mish
why: x tanh(softplus(x)) looks alike in a plot.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.tanh(np.logaddexp(0, x))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
