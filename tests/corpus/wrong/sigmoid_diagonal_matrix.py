"""np.diag(y (1 - y)) @ grad_output

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: one a column, two-dimensional arrays only, matrix product, shape, axis added, one number, shapes do not fit
why: The Jacobian is diagonal, the student has read. For arrays of any shape it is a product of
entries.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        return np.diag(self.y * (1 - self.y)) @ grad_output
