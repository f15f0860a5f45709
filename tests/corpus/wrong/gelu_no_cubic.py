"""The cubic term is missing in forward and backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: cubic term missing
why: tanh(sqrt(2/pi) x) looks close enough in a plot. The contract's formula has 0.044715 x^3
inside.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * x
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * x
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
