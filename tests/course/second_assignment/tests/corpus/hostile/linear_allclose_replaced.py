"""np.allclose says yes to everything.

cell: linear
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
np.allclose = lambda *_, **__: True
# end of attack


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def forward(self, x):
        return np.zeros((len(x), self.b.size))

    def backward(self, grad_output):
        self.dW, self.db = 0 * self.W, 0 * self.b
        return np.zeros((len(grad_output), len(self.W)))
