"""exp(x - max) / (1 + exp(x - max)), as in softmax

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: maximum subtracted
why: The student remembers the trick of softmax. There it cancels, here it moves the curve. backward
is right.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        e = np.exp(x - x.max(initial=-np.inf)) if x.size else x.copy()
        return e / (1 + e)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
