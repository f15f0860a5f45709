"""forward returns x itself where nothing is negative.

class: ReLU
why: Whether forward may return x itself is not asked; nobody changes x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x if (x > 0).all() else np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
