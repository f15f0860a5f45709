"""forward subtracts the mean of all entries first

class: ReLU
loses: test_relu_forward, test_network
diagnosis: mean subtracted
why: Batch normalisation is a layer of its own.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x - x.mean()) if x.size else x.copy()

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
