"""backward takes tanh of du/dx

class: GELU
loses: test_gelu_backward, test_network
diagnosis: (du/dx) for u
why: The name u was used twice.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        c = np.sqrt(2 / np.pi)
        return 0.5 * x * (1 + np.tanh(c * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        c = np.sqrt(2 / np.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        du = c * (1 + 3 * 0.044715 * x**2)
        t = np.tanh(du)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
