"""backward divides by the number of rows

class: ReLU
loses: test_relu_backward, test_network
diagnosis: divided by rows
why: The student averages over the batch. The loss has done that already; the layer only multiplies.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        rows = self.x.shape[0] if self.x.ndim else 1
        return (self.x > 0) * grad_output / max(rows, 1)
