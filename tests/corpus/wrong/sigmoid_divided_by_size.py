"""backward divides by the number of entries

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: divided by size
why: The student averages. The loss has done that already; the layer only multiplies.
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
        return s * (1 - s) * grad_output / max(s.size, 1)
