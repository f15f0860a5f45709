"""parameters() returns [self.x]

class: Sigmoid
loses: test_sigmoid_contract, test_network
diagnosis: parameters
why: The student thinks that whatever a layer keeps is a parameter. The optimizer would train the
data.
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

    def parameters(self):
        return [self.x]
