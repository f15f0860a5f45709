"""forward overwrites x, and self.x with it, so backward sees the output.

class: GELU
loses: test_gelu_backward, test_gelu_contract, test_network
diagnosis: derivative at output, changes x, self.x is not x
why: self.x = x keeps no copy: the array that *= changes is the one that backward reads.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        x *= 0.5 * (1 + np.tanh(u))
        return x

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
