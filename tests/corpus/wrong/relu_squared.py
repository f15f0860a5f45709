"""forward squares what passes

class: ReLU
loses: test_relu_forward, test_network
diagnosis: x twice, ReLU squared
why: x * (x > 0) * x is once too often.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
