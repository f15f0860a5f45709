"""backward lets x pass where grad_output is positive

class: ReLU
loses: test_relu_backward, test_network
diagnosis: derivative at grad_output
why: The two were exchanged. x decides, grad_output passes.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.where(grad_output > 0, self.x, 0)
