"""Masked arrays inside, plain arrays outside.

class: ReLU
why: filled() returns a plain numpy.ndarray; the contract speaks of what is returned.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.ma.masked_less_equal(x, 0).filled(0.0)

    def backward(self, grad_output):
        return np.ma.array(grad_output, mask=self.x <= 0).filled(0.0)
