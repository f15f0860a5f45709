"""backward sums up along the last axis

class: ReLU
loses: test_relu_backward, test_network
diagnosis: running sum
why: np.cumsum for np.sum, and neither is needed.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        g = (self.x > 0) * grad_output
        return np.cumsum(g, axis=-1) if g.ndim else g
