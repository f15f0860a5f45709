"""forward makes a vector a column

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability
diagnosis: axis added
why: The student wants samples as rows. The shape has to be exactly that of x.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        s = logistic(x)
        return s[:, None] if s.ndim == 1 else s

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
