"""the gate looks at x + grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: taken at (x + grad_output), taken at x
why: A sum for a product of mask and gradient.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.where(self.x + grad_output > 0, grad_output, 0)
