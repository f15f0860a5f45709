"""The cubic coefficient is 0.44715 instead of 0.044715, in forward and backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: factor 0.044715
why: A zero after the decimal point was dropped while typing 0.044715.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.44715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.44715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.44715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
