"""wrong between 30 and 40, where forward is cut

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: cut off
why: The student cuts x at 35 and forgets that the slope there is not yet what the cut makes it.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.where(np.abs(x) > 31, np.where(x > 0, 0.999999, 0.000001), logistic(x))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
