"""backward halves self.x in place to save a multiplication.

class: GELU
loses: test_gelu_backward, test_gelu_contract
diagnosis: second backward, changes x, self.x is not x
why: self.x is the caller's array, and the next backward after the same forward finds other numbers
there.
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
        x *= 0.5
        return (0.5 * (1 + t) + x * (1 - t**2) * du) * grad_output
