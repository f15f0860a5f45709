"""large numbers are cut off at 100, with the gradient that belongs to it

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: cut off
why: The student guards against overflow as ReLU6 does. max(0, x) has no upper end.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(x, 0, 100)

    def backward(self, grad_output):
        return ((self.x > 0) & (self.x < 100)) * grad_output
