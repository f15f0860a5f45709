"""backward averages over the batch and returns one row

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: averaged over the batch
why: The student confuses the gradient of x with that of a bias. The shape must be that of x.
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
        return grad.mean(axis=0) if grad.ndim > 1 and grad.size else grad
