"""backward multiplies by grad_output twice

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: upstream squared
why: The student multiplies early and again in the return. The chain rule has one factor.
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
        return grad * grad_output
