"""backward measures the slope to one side with h = 1e-6

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: finite difference
why: The student uses the definition of the derivative with a small h. It is right to six digits;
the formula is exact.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        h = 1e-6
        return (logistic(self.x + h) - logistic(self.x)) / h * grad_output
