"""the derivative at exactly 0 is one half

class: ReLU
loses: test_relu_backward
diagnosis: at zero
why: The student takes the mean of both slopes, as np.heaviside(x, 0.5) does. The contract fixes 0
at x = 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.heaviside(self.x, 0.5) * grad_output
