"""forward sums over axis 1 for no reason

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability
diagnosis: two-dimensional arrays only, 0-d arrays
why: Only batches have an axis 1.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        x.max(axis=1)
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
