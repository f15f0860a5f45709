"""backward leaves at least 0.01 of each gradient

class: ReLU
loses: test_relu_backward, test_network
diagnosis: leaky ReLU, clipped derivative
why: Against dead units. The gradient is 0 where x <= 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.maximum(self.x > 0, 0.01) * grad_output
