"""forward returns a flat array

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: flattened
why: The student flattens in order to use a mask and forgets to shape it back.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x).reshape(-1)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
