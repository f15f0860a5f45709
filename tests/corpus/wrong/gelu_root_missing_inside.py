"""sqrt(2 / pi) is missing in both methods

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: factor sqrt(2/pi)
why: tanh(x + 0.044715 x^3): the factor before the bracket was lost.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = x + 0.044715 * x**3
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh((x + 0.044715 * x**3))
        du = 1 + 3 * 0.044715 * x**2
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
