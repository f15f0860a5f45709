"""tanh written with expm1.

class: Tanh
why: The same function, and as exact.
"""


class Tanh:
    def forward(self, x):
        self.x = x
        e = np.expm1(-2 * np.abs(x))
        return -np.sign(x) * e / (e + 2)

    def backward(self, grad_output):
        return (1 - np.tanh(self.x) ** 2) * grad_output
