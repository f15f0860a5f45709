"""the two stable formulas on the wrong sides

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student knows both formulas and gives each the side where it overflows.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        s = np.empty_like(x)
        right = x >= 0
        e = np.exp(x[right])
        s[right] = e / (1 + e)
        s[~right] = 1 / (1 + np.exp(-x[~right]))
        self.s = s
        return s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
