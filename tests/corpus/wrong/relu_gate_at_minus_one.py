"""the gate opens above -1, in both methods

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: taken at (1 + x), taken at (1 + x^3), in a window, shift of x, follows forward
why: A threshold from another exercise.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > -1, x, 0)

    def backward(self, grad_output):
        return (self.x > -1) * grad_output
