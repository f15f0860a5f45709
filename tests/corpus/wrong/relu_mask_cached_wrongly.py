"""the mask of the first shape is kept

class: ReLU
loses: test_relu_backward, test_network
diagnosis: stale cache
why: The mask is made anew only when the shape changes.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        if getattr(self, "mask", None) is None or self.mask.shape != x.shape:
            self.mask = x > 0
        return np.maximum(0, x)

    def backward(self, grad_output):
        return self.mask * grad_output
