"""1 / cosh(u^2) for 1 / cosh(u)^2

class: GELU
loses: test_gelu_backward, test_network
diagnosis: slope of tanh replaced
why: The square slipped inside.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        c = np.sqrt(2 / np.pi)
        return 0.5 * x * (1 + np.tanh(c * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        c = np.sqrt(2 / np.pi)
        u = c * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = c * (1 + 3 * 0.044715 * x**2)
        with np.errstate(all="ignore"):
            s = 1 / np.cosh(u**2)
        return (0.5 * (1 + t) + 0.5 * x * s * du) * grad_output
