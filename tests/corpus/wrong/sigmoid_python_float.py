"""for a 0-d array backward returns a Python float

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: number for an array
why: The student unwraps single numbers with float(). A NumPy scalar or a 0-d array is what the
contract allows.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        grad = s * (1 - s) * grad_output
        return float(grad) if grad.ndim == 0 else grad
