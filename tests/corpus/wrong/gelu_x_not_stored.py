"""The input is kept as self.inputs; self.x stays None.

class: GELU
loses: test_gelu_contract
diagnosis: x not stored
why: It works, but the contract says where the input is kept: in self.x.
"""


class GELU(Activation):
    def forward(self, x):
        self.inputs = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.inputs
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
