"""forward rounds to three decimals

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: rounded
why: For a nicer print. Print it rounded, return it whole.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.round(logistic(x), 3)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
