"""The factor sqrt(2 / pi) multiplies only x, not the cubic term, in both methods.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: root outside
why: The bracket was lost: a * x + c * x**3 instead of a * (x + c * x**3).
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * x + 0.044715 * x**3
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * x + 0.044715 * x**3
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) + 3 * 0.044715 * x**2
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
