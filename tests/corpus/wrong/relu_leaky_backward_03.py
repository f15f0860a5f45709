"""right forward, backward leaks 0.3

class: ReLU
loses: test_relu_backward, test_network
diagnosis: leaky ReLU
why: The student wants no dead units. The gradient is 0 where x <= 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, 0.3) * grad_output
