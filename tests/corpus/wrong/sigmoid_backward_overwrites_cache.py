"""backward turns the cached output into the derivative, in place

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: second backward
why: The student computes s (1 - s) inside the cache. A second backward starts from the derivative.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        self.s *= 1 - self.s
        return self.s * grad_output
