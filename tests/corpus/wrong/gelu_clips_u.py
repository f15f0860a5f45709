"""u is clipped to -2..2 before tanh, in both methods.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: cut off, beyond a threshold
why: tanh is flat out there, the student thinks; but tanh(2) is 0.964, not 1.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.clip(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3), -2, 2)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.clip(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3), -2, 2)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
