"""self.x holds the output

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: self.x is not x
why: The student keeps s in self.x, since s is all that backward needs. self.x has to hold the
input.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = logistic(x)
        return self.x.copy()

    def backward(self, grad_output):
        return self.x * (1 - self.x) * grad_output
