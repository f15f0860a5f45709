"""backward measures the slope with h = 1e-3

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: finite difference
why: The student uses the gradient check as backward. At that step the formula itself is wrong in
the seventh digit.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        h = 1e-3
        return (logistic(self.x + h) - logistic(self.x - h)) / (2 * h) * grad_output
