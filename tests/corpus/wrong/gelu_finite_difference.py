"""backward measures the slope of forward with a step of 1e-3.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: finite difference
why: check_gradient works that way, so the student does as well. The contract asks for the exact
derivative; this one is off in the seventh digit.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return self.f(x)

    def backward(self, grad_output):
        h = 1e-3
        return (self.f(self.x + h) - self.f(self.x - h)) / (2 * h) * grad_output

    def f(self, x):
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
