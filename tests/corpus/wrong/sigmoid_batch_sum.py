"""backward sums over the batch and spreads the sum over all rows

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: summed over the batch
why: The student sums as for a bias. Every entry of x has its own gradient.
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
        grad = s * (1 - s) * grad_output
        return np.zeros_like(grad) + grad.sum(axis=0) if grad.ndim > 1 else grad
