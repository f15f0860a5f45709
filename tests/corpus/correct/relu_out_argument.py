"""out= into arrays of its own.

class: ReLU
why: In-place work on fresh arrays changes nothing of the caller's.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.empty_like(x)
        np.maximum(x, 0, out=out)
        return out

    def backward(self, grad_output):
        out = np.array(grad_output, copy=True)
        np.multiply(out, self.x > 0, out=out)
        return out
