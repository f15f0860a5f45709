"""backward adds to the gradients of earlier calls after the same forward.

class: GELU
loses: test_gelu_backward
diagnosis: accumulated
why: Parameters' gradients may be accumulated; the gradient of the input belongs to one call.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        self.total = 0
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        self.total = self.total + (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
        return self.total
