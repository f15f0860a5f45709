"""du/dx lacks the factor sqrt(2 / pi).

class: GELU
loses: test_gelu_backward, test_network
diagnosis: inner derivative without root
why: A constant factor stays when one differentiates; it was dropped.
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
        du = 1 + 3 * 0.044715 * x**2
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
