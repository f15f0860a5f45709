"""the derivative has a factor x left over

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: derivative times x
why: The derivative of -x is -1, not -x.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return self.x * s * (1 - s) * grad_output
