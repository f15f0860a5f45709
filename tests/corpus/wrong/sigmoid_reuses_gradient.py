"""backward writes every result into the same buffer

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: result changes later
why: The student saves allocations. A gradient that was returned earlier changes with the next call.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __init__(self):
        super().__init__()
        self.grad = np.empty(0)

    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        if self.grad.shape != s.shape:
            self.grad = np.empty(s.shape)
        self.grad[...] = s * (1 - s) * grad_output
        return self.grad
