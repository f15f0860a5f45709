"""every second entry is set to 0

class: ReLU
loses: test_relu_forward, test_network
diagnosis: none
why: Dropout is a layer of its own.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        y = np.maximum(0, x)
        y.ravel()[::2] = 0
        return y

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
