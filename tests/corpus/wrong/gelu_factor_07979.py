"""The factor is 0.7979 instead of np.sqrt(2 / np.pi), in forward and backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: factor sqrt(2/pi)
why: Four digits typed from a calculator. In float64 the result is off in the fifth digit.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = 0.7979 * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = 0.7979 * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = 0.7979 * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
