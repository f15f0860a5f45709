"""backward measures the slope with h = 1e-3

class: ReLU
loses: test_relu_backward
diagnosis: finite difference, at zero, near zero
why: The student uses the gradient check as backward. Nearer than h to the corner it measures across
it.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        h = 1e-3
        slope = (np.maximum(0, self.x + h) - np.maximum(0, self.x - h)) / (2 * h)
        return slope * grad_output
