"""forward is 1 / (1 + exp(-x / 2))

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: scale of x
why: Half the steepness. The exponent is -x.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(0.5 * x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
