"""backward returns the transposed gradient

class: ReLU
loses: test_relu_backward, test_network
diagnosis: transposed
why: The student remembers the .T of Linear. Here each entry stands alone and keeps its place.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return ((self.x > 0) * grad_output).T
