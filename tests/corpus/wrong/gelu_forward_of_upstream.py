"""backward returns forward(x) * grad_output.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: forward in backward
why: The student thinks that backward applies the function to the gradient. It applies the
derivative.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u)) * grad_output
