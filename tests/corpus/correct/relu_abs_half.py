"""(abs(x) + x) / 2, and the mask as a product.

class: ReLU
why: Exact in floating point: the sum is 2x or 0, and halving is exact.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return (np.abs(x) + x) / 2

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
