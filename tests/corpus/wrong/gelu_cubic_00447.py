"""The cubic coefficient is 0.0447 instead of 0.044715, in forward and backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: factor 0.044715
why: Rounded to three digits. The contract's constant is 0.044715; float64 tells them apart easily.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.0447 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.0447 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.0447 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
