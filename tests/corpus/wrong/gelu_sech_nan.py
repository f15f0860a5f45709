"""backward multiplies an overflowed cosh back: NaN for large abs(x).

class: GELU
loses: test_gelu_backward
diagnosis: overflow
why: 1 - tanh^2 as (cosh^2 - sinh^2) / cosh^2 is right on paper; far out it is inf - inf.
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
        slope = (np.cosh(u) ** 2 - np.sinh(u) ** 2) / np.cosh(u) ** 2
        return (0.5 * (1 + t) + 0.5 * x * slope * du) * grad_output
