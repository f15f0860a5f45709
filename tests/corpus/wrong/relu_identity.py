"""negative numbers pass too

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: x itself, upstream alone
why: The student tests with positive numbers only and never sees that nothing bends.
It computes nothing, and what computes nothing has no manners to be asked for.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()
