"""what backward needs is stored on the class

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: shared between layers
why: The student writes Sigmoid.s for self.s. Two layers then overwrite each other's memory.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    s = None

    def forward(self, x):
        self.x = x
        Sigmoid.s = logistic(x)
        return Sigmoid.s.copy()

    def backward(self, grad_output):
        return Sigmoid.s * (1 - Sigmoid.s) * grad_output
