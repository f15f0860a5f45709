"""forward is 2 s - 1

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: tanh, scaled and shifted
why: That goes from -1 to 1. A probability goes from 0 to 1.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 2 * logistic(x) - 1

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
