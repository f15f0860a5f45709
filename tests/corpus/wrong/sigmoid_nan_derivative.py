"""backward is exp(-x) / (1 + exp(-x))^2, NaN on the left

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student differentiates by the quotient rule and leaves it so. Far left it is infinity by
infinity.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        e = np.exp(-self.x)
        return e / (1 + e) ** 2 * grad_output
