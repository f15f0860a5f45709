"""backward uses the size of grad_output alone

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: upstream size only
why: The sign says which way.
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
        return s * (1 - s) * np.abs(grad_output)
