"""Evaluates the flattened input in pieces of 256.

class: Sigmoid
why: Any size is covered, an empty one too: the result is allocated first.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        flat, out = x.reshape(-1), np.zeros(x.size)
        for start in range(0, x.size, 256):
            piece = flat[start : start + 256]
            out[start : start + 256] = 0.5 + 0.5 * np.tanh(0.5 * piece)
        return out.reshape(x.shape)

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output
