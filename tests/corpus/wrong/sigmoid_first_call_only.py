"""forward returns what it returned the first time

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: stale cache
why: The student caches the output "for speed" and never clears it. backward works from self.x and
is right.
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
        if self.s is None:
            self.s = logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
