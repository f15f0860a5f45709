"""backward drops axes of length one

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: axes dropped
why: The student "cleans up" with squeeze. The shape has to be exactly that of x.
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
        return np.squeeze(s * (1 - s) * grad_output)
