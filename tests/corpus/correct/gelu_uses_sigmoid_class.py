"""Uses the Sigmoid layer of the cell above.

class: GELU
why: Classes of earlier cells may be used; a fresh Sigmoid each time shares nothing.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * Sigmoid().forward(np.sqrt(8 / np.pi) * (x + 0.044715 * x**3))

    def backward(self, grad_output):
        x, gate = self.x, Sigmoid()
        s = gate.forward(np.sqrt(8 / np.pi) * (x + 0.044715 * x**3))
        slope = gate.backward(np.sqrt(8 / np.pi) * (1 + 0.134145 * x**2))
        return (s + x * slope) * grad_output
