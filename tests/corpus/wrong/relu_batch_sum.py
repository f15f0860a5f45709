"""backward sums over the batch

class: ReLU
loses: test_relu_backward, test_network
diagnosis: summed over the batch
why: The student sums as for a bias and returns one row. The shape must be that of x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return ((self.x > 0) * grad_output).sum(axis=0)
