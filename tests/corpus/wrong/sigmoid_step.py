"""forward is 1 above 0, else 0

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: the step function
why: A decision, not a probability.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, 1.0, 0.0)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
