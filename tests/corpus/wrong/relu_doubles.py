"""forward doubles its result, as He initialisation would

class: ReLU
loses: test_relu_forward, test_network
diagnosis: scaled
why: The factor 2 belongs to the weights. max(0, x) is not scaled.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return 2 * np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
