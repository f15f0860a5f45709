"""backward is forward again, applied to grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: derivative at grad_output, forward of grad_output
why: The student copies the forward line into backward. The derivative at self.x is missing
altogether.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.maximum(0, grad_output)
