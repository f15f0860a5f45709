"""functools.partial for the two formulas.

class: Sigmoid
why: A partial in a class body does not bind self, so it is called as a plain function.
"""

from functools import partial


def evaluate(x, order):
    e = np.exp(-np.abs(x))
    value = np.where(x >= 0, 1, e) / (1 + e)
    return value if order == 0 else value * (1 - value)


class Sigmoid(Activation):
    value = partial(evaluate, order=0)
    slope = partial(evaluate, order=1)

    def forward(self, x):
        self.x = x
        return self.value(x)

    def backward(self, grad_output):
        return self.slope(self.x) * grad_output
