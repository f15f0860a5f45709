"""hard sigmoid with slope 1/6

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: a hard sigmoid
why: The cheap substitute of MobileNet. Three lines are no exponential.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(x / 6 + 0.5, 0, 1)

    def backward(self, grad_output):
        return np.where(np.abs(self.x) < 3, 1 / 6, 0.0) * grad_output
