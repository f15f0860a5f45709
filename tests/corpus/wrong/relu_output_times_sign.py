"""backward is forward(x) times the sign of grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: formula forward(x) * sign(grad_output), positive x
why: The sizes of the two were exchanged. Where x > 0 the slope is 1.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.maximum(0, self.x) * np.sign(grad_output)
