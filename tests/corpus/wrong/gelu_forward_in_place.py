"""forward computes inside x and returns that very array.

class: GELU
loses: test_gelu_contract
diagnosis: changes x
why: *= saves memory, but x belongs to the caller and must not change. The numbers are right.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x.copy()
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        x *= 0.5 * (1 + np.tanh(u))
        return x

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
