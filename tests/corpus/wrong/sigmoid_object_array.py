"""forward returns an array of Python objects

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: object array
why: The student applies a function of one number with np.frompyfunc, whose arrays hold Python
objects.
"""

import math


def one(value):
    small = math.exp(-abs(value))
    return (1.0 if value >= 0 else small) / (1.0 + small)


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.asarray(np.frompyfunc(one, 1, 1)(x), dtype=object)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
