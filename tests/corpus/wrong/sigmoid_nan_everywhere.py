"""the logarithm of a negative number

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: nan everywhere
why: log(-1 - exp(-x)) is no number.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        with np.errstate(all="ignore"):
            return 1 / np.log(-1 - np.exp(-np.abs(x)))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
