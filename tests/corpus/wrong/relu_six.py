"""ReLU6 with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: ReLU6, cut off, clipped result
why: The student takes the variant for phones. Numbers above 6 pass as they are.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(x, 0, 6)

    def backward(self, grad_output):
        return ((self.x > 0) & (self.x < 6)) * grad_output
