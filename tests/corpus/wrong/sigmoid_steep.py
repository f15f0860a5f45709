"""1 / (1 + exp(-2x)) with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: (1 + tanh x) / 2, scale of x
why: A steeper curve. The exponent is -x.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(2 * x)

    def backward(self, grad_output):
        s = logistic(2 * self.x)
        return 2 * s * (1 - s) * grad_output
