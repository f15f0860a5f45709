"""forward appends to a list and backward uses the first entry of it.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: stale cache
why: A tape of inputs, read from the wrong end: the most recent forward counts.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        self.tape = [*getattr(self, "tape", []), x]
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.tape[0]
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
