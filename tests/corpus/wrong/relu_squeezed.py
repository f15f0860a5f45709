"""forward drops axes of length one

class: ReLU
loses: test_relu_forward
diagnosis: axes dropped
why: The student "cleans up" with squeeze. The shape has to be exactly that of x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).squeeze()

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
