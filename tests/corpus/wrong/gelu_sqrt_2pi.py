"""The factor is np.sqrt(2 * np.pi) instead of np.sqrt(2 / np.pi), in forward and backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: factor sqrt(2/pi)
why: The factor of the normal density, remembered from statistics, where the formula has the square
root of 2 over pi.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 * np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 * np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 * np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
