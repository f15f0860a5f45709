"""backward multiplies by grad_output twice.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: upstream squared
why: It was put into the terms first and outside the bracket later; the old factors stayed.
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
        return (0.5 * (1 + t) * grad_output + 0.5 * x * (1 - t**2) * du * grad_output) * grad_output
