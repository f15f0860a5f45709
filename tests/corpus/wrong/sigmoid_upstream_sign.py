"""backward uses only the sign of grad_output

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: upstream sign only
why: The student thinks that the direction is enough. The size is part of the gradient.
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
        return s * (1 - s) * np.sign(grad_output)
