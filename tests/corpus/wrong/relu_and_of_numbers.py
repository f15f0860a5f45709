"""mask & grad_output

class: ReLU
loses: test_relu_backward, test_relu_contract, test_network
diagnosis: & of numbers
why: & joins masks. A mask and numbers are multiplied.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) & grad_output
