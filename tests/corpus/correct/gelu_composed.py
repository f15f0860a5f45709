"""Built of small layers, each with its own forward and backward.

class: GELU
why: The chain rule through three small layers is the derivative of the whole; every GELU makes its
own ones.
"""


class Tanh(Activation):
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad_output):
        return (1 - np.tanh(self.x) ** 2) * grad_output


class Cubic(Activation):
    def forward(self, x):
        self.x = x
        return np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)

    def backward(self, grad_output):
        return np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * self.x**2) * grad_output


class GELU(Activation):
    def __init__(self):
        super().__init__()
        self.cubic, self.tanh = Cubic(), Tanh()

    def forward(self, x):
        self.x = x
        self.t = self.tanh.forward(self.cubic.forward(x))
        return 0.5 * x * (1 + self.t)

    def backward(self, grad_output):
        through_tanh = self.cubic.backward(self.tanh.backward(0.5 * self.x * grad_output))
        return 0.5 * (1 + self.t) * grad_output + through_tanh
