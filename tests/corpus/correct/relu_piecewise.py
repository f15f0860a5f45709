"""np.piecewise in both methods.

class: ReLU
why: It takes any shape and keeps the dtype of its first argument.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.piecewise(x, [x > 0], [lambda v: v, 0])

    def backward(self, grad_output):
        slope = np.piecewise(self.x, [self.x > 0, self.x <= 0], [1, 0])
        return slope * grad_output
