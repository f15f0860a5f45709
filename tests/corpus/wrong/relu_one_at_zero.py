"""the derivative at exactly 0 is 1

class: ReLU
loses: test_relu_backward
diagnosis: at zero
why: The student writes >= for >, which is a subgradient too. The contract fixes 0 at x = 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x >= 0).astype(float) * grad_output
