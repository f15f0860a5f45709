"""backward unpacks the shape into rows and columns

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability
diagnosis: two-dimensional arrays only
why: The student has only batches in mind. Any shape has to work.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        rows, columns = grad_output.shape
        s = logistic(self.x).reshape(rows, columns)
        return s * (1 - s) * grad_output
