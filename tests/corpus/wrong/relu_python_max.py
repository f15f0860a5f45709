"""forward uses Python's max

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: whole array as a condition, number for an array
why: max compares two things as a whole. np.maximum compares entry by entry.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return max(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
