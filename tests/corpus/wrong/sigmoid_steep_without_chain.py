"""the derivative is taken at 3x, without the inner 3

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: scale of x
why: Two slips from one page about temperature.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(3 * self.x)
        return s * (1 - s) * grad_output
