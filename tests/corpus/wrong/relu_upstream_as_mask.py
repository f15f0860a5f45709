"""backward returns 1 where x and grad_output are positive

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream as a gate
why: Two masks are joined, and the numbers of grad_output are lost.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return ((self.x > 0) & (grad_output > 0)).astype(float)
