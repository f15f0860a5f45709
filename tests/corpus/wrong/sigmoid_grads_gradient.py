"""grads() returns the gradient of x

class: Sigmoid
loses: test_sigmoid_contract, test_network
diagnosis: parameters
why: The student returns what backward computed. grads() is about parameters, of which there are
none.
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
        self.grad = s * (1 - s) * grad_output
        return self.grad.copy()

    def grads(self):
        return [self.grad]
