"""backward returns a copy of grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream alone
why: forward has stopped what is negative, so nothing is left to do, thinks the student. The
gradient is stopped as well.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return grad_output.copy()
