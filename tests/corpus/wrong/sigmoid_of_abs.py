"""forward is the sigmoid of abs(x)

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: abs in exponent
why: abs was meant for the overflow. The sign of x matters.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-np.abs(x)))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
