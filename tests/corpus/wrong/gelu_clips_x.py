"""x is clipped to -3..3 before anything else, in both methods.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: cut off, beyond a threshold, in a window
why: Against an overflow that tanh does not have. Large x then gives 3 instead of x.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        x = np.clip(x, -3, 3)
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = np.clip(self.x, -3, 3)
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
