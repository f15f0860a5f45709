"""0.7978845608 typed for sqrt(2 / pi).

class: GELU
why: Ten digits: 3e-12 off, which is nothing next to the tolerances.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(0.7978845608 * (x + 0.044715 * x**3))
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * 0.7978845608 * (1 + 0.134145 * x**2)) * grad_output
