"""np.where between both formulas, each of which overflows

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student thinks that np.where computes only what it picks. It computes both, and both warn.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
