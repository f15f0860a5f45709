"""forward drops what is behind the point

class: ReLU
loses: test_relu_forward, test_network
diagnosis: rounded
why: np.floor_divide looks like an exact division.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.floor(np.maximum(0, x))

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
