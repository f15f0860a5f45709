"""backward sets self.x to None when it is done.

class: GELU
loses: test_gelu_backward, test_gelu_contract
diagnosis: second backward, x not stored
why: Frees memory, but backward may be called again after one forward, and then raises.
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
        self.x = None
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
