"""backward prints the gradient instead of returning it

class: ReLU
loses: test_relu_backward, test_network
diagnosis: nothing returned
why: The student looks at the output of the cell and takes it for the result.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        print((self.x > 0).astype(float) * grad_output)
