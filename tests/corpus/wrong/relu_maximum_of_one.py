"""np.maximum with one array alone

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: number of arguments
why: np.max looks into one array, np.maximum compares two.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(x, axis=0)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
