"""np.minimum for np.maximum, with the matching gate

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: gate reversed
why: The student picks the wrong one of the two and "fixes" the gate until the measured gradient
agrees.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.minimum(0, x)

    def backward(self, grad_output):
        return (self.x < 0) * grad_output
