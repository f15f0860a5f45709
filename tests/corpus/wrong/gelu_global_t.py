"""tanh(u) is kept in a global variable.

class: GELU
loses: test_gelu_contract
diagnosis: shared between layers
why: One layer works, two do not: whichever ran forward last decides both gradients.
"""

T = None


class GELU(Activation):
    def forward(self, x):
        global T
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        T = np.tanh(u)
        return 0.5 * x * (1 + T)

    def backward(self, grad_output):
        x = self.x
        t = T
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
