"""a Module with all methods, but not an Activation

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: no Activation, super().__init__() missing
why: The student starts from Module and writes out what Activation gives for free. The class should
be an Activation.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Module):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output

    def parameters(self):
        return []

    def grads(self):
        return []
