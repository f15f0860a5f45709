"""the derivative is taken at the output: a second sigmoid

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: derivative at output
why: The student feeds s into the derivative as if it were x. With s in hand, s (1 - s) is all there
is.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        t = logistic(self.s)
        return t * (1 - t) * grad_output
