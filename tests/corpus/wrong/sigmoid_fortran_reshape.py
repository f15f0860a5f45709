"""backward shapes back in column order

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: column order
why: The student copies order="F" from a page about MATLAB into one of the two calls. Entries change
places.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x).ravel()
        return (s * (1 - s) * grad_output.ravel()).reshape(self.x.shape, order="F")
