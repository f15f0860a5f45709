"""forward fills the raveled result, which may be a copy

class: ReLU
loses: test_relu_forward
diagnosis: views
why: The student takes ravel for a view. Of an array laid out like a transposed x it is a copy, and
the result stays 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros_like(x)
        flat = out.reshape(-1)
        flat[...] = np.maximum(0, x).reshape(-1)
        return out

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
