"""backward differentiates at the stored output, although self.x holds the input.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: derivative at output
why: The student mixes up which of the two values the derivative formula takes. It is taken at the
input.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        self.out = 0.5 * x * (1 + np.tanh(u))
        return self.out.copy()

    def backward(self, grad_output):
        x = self.out
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
