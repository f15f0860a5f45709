"""the derivative is output divided by input, NaN at 0

class: ReLU
loses: test_relu_backward
diagnosis: nan at zero
why: The student sees that max(0, x) / x is 1 or 0 and forgets x = 0, where it is 0 / 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        with np.errstate(invalid="ignore"):
            return np.maximum(0, self.x) / self.x * grad_output
