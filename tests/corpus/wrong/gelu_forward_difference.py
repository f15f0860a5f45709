"""backward measures the slope with a one-sided step of 1e-7.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: finite difference, few digits
why: A smaller step looks safer, but rounding then leaves six or seven digits. The contract asks for
the exact derivative.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return self.f(x)

    def backward(self, grad_output):
        h = 1e-7
        return (self.f(self.x + h) - self.f(self.x)) / h * grad_output

    def f(self, x):
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
