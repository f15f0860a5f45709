"""A class decorator adds the constants.

class: GELU
why: What it returns is the same class, a subclass of Activation.
"""


def with_constants(**constants):
    def decorate(cls):
        for name, value in constants.items():
            setattr(cls, name, value)
        return cls

    return decorate


@with_constants(C=np.sqrt(2 / np.pi), A=0.044715)
class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(self.C * (x + self.A * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(self.C * (x + self.A * x**3))
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * self.C * (1 + 3 * self.A * x**2)) * grad_output
