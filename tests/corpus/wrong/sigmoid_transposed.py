"""forward returns the transposed result

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: transposed
why: The student remembers features as rows. Each entry keeps its place.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x).T

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
