"""only the output is kept, self.x stays None

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: x not stored
why: The student needs s alone. More may be stored than self.x, but not less.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.s = logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
