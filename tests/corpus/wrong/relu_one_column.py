"""forward returns one column

class: ReLU
loses: test_relu_forward, test_network
diagnosis: flattened, axis added
why: reshape(-1, 1) was taken from another library's examples.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x.reshape(-1, 1))

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
