"""grads() returns the gradient of the input.

class: GELU
loses: test_gelu_contract, test_network
diagnosis: parameters
why: The student thinks that this is where backward's result belongs. grads() is for parameters, of
which there are none.
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
        self.grad = (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
        return self.grad.copy()

    def grads(self):
        return [self.grad]
