"""forward is 1 / (1 + exp(-(x - 1)))

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: shift of x
why: A bias belongs to the layer before.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x - 1)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
