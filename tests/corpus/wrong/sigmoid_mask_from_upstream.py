"""backward lets only positive gradients through

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: only positive upstream
why: The student carries the gate of ReLU over to the gradient. The derivative multiplies gradients
of either sign.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output * (grad_output > 0)
