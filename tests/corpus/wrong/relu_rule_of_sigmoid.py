"""Sigmoid's backward, copied

class: ReLU
loses: test_relu_backward, test_network
diagnosis: forward(x) for s
why: The cell above was copied, and its output renamed. Each layer has its own derivative.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        self.out = np.maximum(0, x)
        return self.out

    def backward(self, grad_output):
        return self.out * (1 - self.out) * grad_output
