"""forward fills its result through ravel, which may be a copy

class: Sigmoid
loses: test_sigmoid_forward
diagnosis: views
why: The student takes ravel for a view. Of an array laid out like a transposed x it is a copy, and
the result stays 0.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros_like(x)
        flat, right = out.ravel(), (x >= 0).ravel()
        values = logistic(x).ravel()
        flat[right], flat[~right] = values[right], values[~right]
        return out

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
