"""forward asks if x > 0 of the whole array

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: whole array as a condition
why: An if decides once. A mask decides for each entry.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        if x > 0:
            return x
        return 0 * x

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
