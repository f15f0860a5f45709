"""Sigmoid's backward, with GELU's output

class: GELU
loses: test_gelu_backward, test_network
diagnosis: forward(x) for s
why: The cell above was copied.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        c = np.sqrt(2 / np.pi)
        self.y = 0.5 * x * (1 + np.tanh(c * (x + 0.044715 * x**3)))
        return self.y

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
