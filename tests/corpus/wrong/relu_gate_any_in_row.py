"""the gate opens for a whole row if any of its entries is positive

class: ReLU
loses: test_network, test_relu_backward
diagnosis: at the largest x, derivative summed, upstream alone
why: np.any with an axis looked like a mask for arrays.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        gate = (self.x > 0).any(axis=-1, keepdims=True) if self.x.ndim else self.x > 0
        return gate * grad_output
