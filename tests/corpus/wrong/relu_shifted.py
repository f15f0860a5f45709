"""max(0, x - 0.5) in both methods

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: shift of x, in a window, follows forward
why: A threshold moved to one half. The corner is at 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x - 0.5)

    def backward(self, grad_output):
        return (self.x > 0.5) * grad_output
