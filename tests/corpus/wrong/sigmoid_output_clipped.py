"""forward clips the result to [1e-7, 1 - 1e-7]

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability
diagnosis: cut off
why: The student wants to take logarithms later and keeps away from 0 and 1. backward uses the right
values.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(logistic(x), 1e-7, 1 - 1e-7)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
