"""forward rounds to six digits

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: rounded
why: The student makes the output look like the example. Rounding belongs to printing. backward does
not use it.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.round(logistic(x), 6)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
