"""Tanh(u): the layer is made where its forward is wanted.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_gelu_contract, test_network
diagnosis: layer made with arguments
why: The class is called as if it were the function. Python speaks of the arguments of __init__, which nobody wrote.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + Tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = Tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
