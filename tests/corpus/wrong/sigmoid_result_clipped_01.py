"""forward clips its result to [0.01, 0.99]

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: cut off, clipped result
why: For the logarithm in the loss. The layer returns the sigmoid.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(logistic(x), 0.01, 0.99)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
