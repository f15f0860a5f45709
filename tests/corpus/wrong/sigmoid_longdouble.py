"""forward computes in extended precision and returns that

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: extended precision
why: The student gains range with longdouble instead of mending the formula. float64 or float32
should come back.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-x.astype(np.longdouble)))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
