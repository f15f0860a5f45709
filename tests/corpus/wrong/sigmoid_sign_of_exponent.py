"""forward computes 1 / (1 + exp(x)), with the gradient that belongs to it

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: sign of x, sign
why: The student drops the minus sign of the exponent. The function falls instead of growing.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(-x)

    def backward(self, grad_output):
        s = logistic(-self.x)
        return -s * (1 - s) * grad_output
