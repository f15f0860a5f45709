"""Boolean indexing returns the positive entries alone.

class: ReLU
loses: test_relu_forward, test_network
diagnosis: entries dropped, shape
why: x[x > 0] chooses entries and forgets where they stood.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x[x > 0]

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
