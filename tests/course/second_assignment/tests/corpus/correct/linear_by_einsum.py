"""The sums are written as einsum.

class: linear
why: No matrix product is asked for.
"""


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def forward(self, x):
        self.x = x.copy()
        return np.einsum("ni,io->no", x, self.W) + self.b

    def backward(self, grad_output):
        self.dW = np.einsum("ni,no->io", self.x, grad_output)
        self.db = np.einsum("no->o", grad_output)
        return np.einsum("no,io->ni", grad_output, self.W)
