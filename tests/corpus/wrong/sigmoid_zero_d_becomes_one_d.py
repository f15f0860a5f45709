"""a 0-d array comes back with shape (1,)

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract
diagnosis: 0-d becomes 1-d, self.x is not x
why: The student needs an axis for masks and does not take it off again.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = np.atleast_1d(x)
        return logistic(self.x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
