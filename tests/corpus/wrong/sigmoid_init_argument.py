"""Sigmoid() needs an argument

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: __init__ wants arguments
why: The student adds a steepness without a default. The tests, like every user, write Sigmoid().
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __init__(self, steepness):
        super().__init__()
        self.steepness = steepness

    def forward(self, x):
        self.x = x
        return logistic(self.steepness * x)

    def backward(self, grad_output):
        s = logistic(self.steepness * self.x)
        return self.steepness * s * (1 - s) * grad_output
