"""only the first output is remembered

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: stale cache
why: The student guards the cache with "if it is None". backward belongs to the most recent forward.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __init__(self):
        super().__init__()
        self.s = None

    def forward(self, x):
        self.x = x
        s = logistic(x)
        if self.s is None:
            self.s = s
        return s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
