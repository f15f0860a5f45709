"""tanh written stably through expm1.

class: GELU
why: The exponent is never positive, so nothing overflows.
"""


def tanh(u):
    e = np.expm1(-2 * np.abs(u))
    return np.sign(u) * -e / (e + 2)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
