"""forward yields its result

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: generator returned, no plain array, None where an array belongs, x not stored
why: yield makes a generator of the method.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        yield logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
