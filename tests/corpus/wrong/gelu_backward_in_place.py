"""backward multiplies grad_output in place and returns it.

class: GELU
loses: test_gelu_contract
diagnosis: changes grad_output
why: grad_output belongs to the caller and must not change. The numbers are right.
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
        grad_output *= 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du
        return grad_output
