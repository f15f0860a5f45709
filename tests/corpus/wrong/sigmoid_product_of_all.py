"""np.prod of [y, 1 - y]

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: derivative multiplied, x summed
why: np.prod multiplies all entries, not the two arrays.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        return np.prod([self.y, 1 - self.y]) * grad_output
