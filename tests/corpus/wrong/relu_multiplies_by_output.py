"""backward multiplies by the output instead of by the derivative

class: ReLU
loses: test_relu_backward, test_network
diagnosis: output for gate
why: The student multiplies grad_output by max(0, x). The derivative there is 1, not x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.maximum(0, self.x) * grad_output
