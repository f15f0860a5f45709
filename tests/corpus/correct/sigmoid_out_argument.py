"""Step by step in place, in an array of its own.

class: Sigmoid
why: Only its own array is overwritten; x is copied first.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        out = np.array(x, dtype=float)
        np.multiply(out, 0.5, out=out)
        np.tanh(out, out=out)
        out += 1
        out /= 2
        return out

    def backward(self, grad_output):
        s = self.forward(self.x)
        gradient = s * (1 - s)
        gradient *= grad_output
        return gradient
