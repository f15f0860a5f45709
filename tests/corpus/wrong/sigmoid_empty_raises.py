"""shifting by x.max() raises on an empty array

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward
diagnosis: empty arrays
why: The student scales by the largest number, which an empty array does not have. Any shape has to
work.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        largest = np.abs(x).max()
        return logistic(x) if largest > 0 else np.full_like(x, 0.5)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
