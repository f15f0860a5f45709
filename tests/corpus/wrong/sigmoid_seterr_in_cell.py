"""the cell turns overflow warnings off, the formula is the naive one

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student silences the messenger once at the top. It holds for the whole program, and only
there.
"""

np.seterr(over="ignore")


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-x))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
