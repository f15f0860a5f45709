"""x is stored on the class, not on the instance.

class: GELU
loses: test_gelu_contract
diagnosis: x not stored
why: GELU.x = x; self.x of the instance stays None, and a second layer overwrites what the first one
remembers.
"""


class GELU(Activation):
    def forward(self, x):
        GELU.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = GELU.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
