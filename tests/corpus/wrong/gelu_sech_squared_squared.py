"""the slope of tanh is squared

class: GELU
loses: test_gelu_backward, test_network
diagnosis: slope of tanh squared
why: (1 - t^2)^2: squared once too often.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) ** 2 * du) * grad_output
