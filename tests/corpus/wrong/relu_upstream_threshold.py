"""gradients smaller than 1e-3 are dropped

class: ReLU
loses: test_relu_backward
diagnosis: where grad_output is small
why: The student takes small gradients for noise. Whatever arrives is multiplied, however small.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * np.where(np.abs(grad_output) < 1e-3, 0.0, grad_output)
