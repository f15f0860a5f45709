"""backward of a vector is an outer product

class: ReLU
loses: test_relu_backward
diagnosis: matrix product
why: np.outer looks like a product of vectors.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        gate = (self.x > 0) * 1.0
        return np.outer(gate, grad_output) if gate.ndim == 1 else gate * grad_output
