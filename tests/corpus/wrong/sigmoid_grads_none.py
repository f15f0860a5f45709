"""grads() returns None

class: Sigmoid
loses: test_sigmoid_contract, test_network
diagnosis: parameters, None where an array belongs
why: The student writes "no gradients" as None. An optimizer goes through the list, which should be
empty.
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
        return s * (1 - s) * grad_output

    def grads(self):
        return None
