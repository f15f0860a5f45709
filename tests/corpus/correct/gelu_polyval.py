"""u and du from a numpy Polynomial and its deriv().

class: GELU
why: The polynomial differentiates itself; it takes arrays of any shape.
"""

U = np.polynomial.Polynomial([0.0, 1.0, 0.0, 0.044715]) * np.sqrt(2 / np.pi)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(U(x)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(U(x))
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * U.deriv()(x)) * grad_output
