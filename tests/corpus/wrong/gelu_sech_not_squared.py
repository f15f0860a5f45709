"""backward has 1 / cosh(u) where it should have 1 / cosh(u)^2.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: sech not squared
why: tanh' is sech squared; the square was dropped.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        with np.errstate(over="ignore"):
            sech = 1 / np.cosh(u)
        return (0.5 * (1 + np.tanh(u)) + 0.5 * x * sech * du) * grad_output
