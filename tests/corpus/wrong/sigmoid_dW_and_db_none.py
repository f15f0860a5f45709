"""dW and db are there, and None

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: stores dW or db
why: The student fills in all the names of Linear. An activation has no parameters, so it has no gradients of them.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __init__(self):
        super().__init__()
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
