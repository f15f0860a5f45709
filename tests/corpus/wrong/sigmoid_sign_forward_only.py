"""forward computes 1 / (1 + exp(x)), backward is right

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: sign of x
why: The student drops the minus sign in forward. s (1 - s) is the same on both sides, so backward
is right.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(-x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
