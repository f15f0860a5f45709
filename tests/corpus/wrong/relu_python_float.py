"""a 0-d array comes back as a Python float

class: ReLU
loses: test_relu_forward
diagnosis: number for an array
why: The student unwraps single numbers with item(). A NumPy scalar or a 0-d array is what the
contract allows.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.maximum(0, x)
        return out.item() if out.ndim == 0 else out

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
