"""backward multiplies grad_output in place

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: changes grad_output
why: The student takes *= for an abbreviation. It writes into the caller's array.
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
        grad_output *= s * (1 - s)
        return grad_output
