"""x is clipped to [-5, 5] before exp

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability
diagnosis: cut off
why: Against an overflow at 709, not at 5.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(np.clip(x, -5, 5))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
