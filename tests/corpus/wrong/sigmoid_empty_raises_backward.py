"""backward asserts that there is something to do

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: none
why: The student guards against "no data". An empty array is an array like any other.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        assert grad_output.size > 0, "no gradient"
        s = logistic(self.x)
        return s * (1 - s) * grad_output
