"""backward returns the mask alone

class: ReLU
loses: test_relu_backward, test_network
diagnosis: bool array
why: True and False are no numbers, and grad_output is missing.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return self.x > 0
