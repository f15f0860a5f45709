"""hard swish in forward, right backward

class: ReLU
loses: test_relu_forward, test_network
diagnosis: hard swish
why: A cousin of ReLU for phones. Between -3 and 3 it is a parabola.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.clip(x / 6 + 0.5, 0, 1)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
