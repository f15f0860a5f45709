"""backward loops over rows and columns

class: ReLU
loses: test_relu_backward
diagnosis: two-dimensional arrays only
why: The student has only batches in mind. backward has to work for any shape.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad = np.zeros(self.x.shape)
        rows, columns = self.x.shape
        for i in range(rows):
            for j in range(columns):
                if self.x[i, j] > 0:
                    grad[i, j] = grad_output[i, j]
        return grad
