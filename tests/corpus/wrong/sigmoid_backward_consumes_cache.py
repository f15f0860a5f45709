"""backward deletes the output after one use

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: second backward
why: The student frees memory. backward may be called again after one forward.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        s, self.s = self.s, None
        return s * (1 - s) * grad_output
