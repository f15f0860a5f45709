"""parameters() and grads() return None.

class: GELU
loses: test_gelu_contract, test_network
diagnosis: parameters, None where an array belongs
why: pass looks right for nothing to train. The contract says an empty list; the network loops over
it.
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
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output

    def parameters(self):
        pass

    def grads(self):
        pass
