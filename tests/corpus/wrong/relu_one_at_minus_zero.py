"""the derivative at -0.0 is 1, at +0.0 it is 0

class: ReLU
loses: test_relu_backward
diagnosis: at zero
why: The student rules zero out by an infinite reciprocal, but 1 / -0.0 is minus infinity. -0.0 is
zero, and the derivative there is 0 too.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        with np.errstate(divide="ignore"):
            inverse = 1 / self.x
        return ((self.x >= 0) & (inverse != np.inf)).astype(float) * grad_output
