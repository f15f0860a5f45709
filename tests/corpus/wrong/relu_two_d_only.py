"""forward loops over rows and columns

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: two-dimensional arrays only
why: The student has only batches in mind. Any shape has to work; where forward raises there is no
backward.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros(x.shape)
        rows, columns = x.shape
        for i in range(rows):
            for j in range(columns):
                out[i, j] = max(0.0, x[i, j])
        return out

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
