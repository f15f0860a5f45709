"""forward is GELU of x / 2

class: GELU
loses: test_gelu_forward, test_network
diagnosis: scale of x
why: The 0.5 went into the function.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        z = 0.5 * x
        u = np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)
        return 0.5 * z * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
