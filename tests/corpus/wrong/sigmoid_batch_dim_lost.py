"""backward returns the mean of each column

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: averaged over the batch, averaged over all entries, two-dimensional arrays only, one number
why: The gradient of a bias has no batch. That of x has.
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
        return (s * (1 - s) * grad_output).mean(axis=0)
