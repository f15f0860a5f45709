"""backward returns grad_output

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: upstream alone
why: Nothing to differentiate, thinks the student.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        return grad_output * 1.0
