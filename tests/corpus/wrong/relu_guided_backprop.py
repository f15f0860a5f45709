"""backward also stops negative gradients

class: ReLU
loses: test_relu_backward, test_network
diagnosis: only positive upstream
why: The student applies ReLU to the gradient on its way back as well. Where x > 0, grad_output
passes whatever its sign.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * np.maximum(0, grad_output)
