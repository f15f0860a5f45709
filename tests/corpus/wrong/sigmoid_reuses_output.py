"""forward writes every result into the same buffer

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: result changes later
why: The student saves allocations. What was returned earlier changes under the caller's hands.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __init__(self):
        super().__init__()
        self.out = np.empty(0)

    def forward(self, x):
        self.x = x
        if self.out.shape != x.shape:
            self.out = np.empty(x.shape)
        self.out[...] = logistic(x)
        return self.out

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
