"""forward turns the caller's x into the result

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: changes x
why: The student passes out=x to save memory. x belongs to the caller.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x.copy()
        x[...] = logistic(x)
        return x

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
