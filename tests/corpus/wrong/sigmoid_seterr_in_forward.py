"""forward turns overflow warnings off for good, the formula is the naive one

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: warning settings, overflow
why: The student silences the messenger. np.errstate around the line would be fine, np.seterr is
not.
"""


class Sigmoid(Activation):
    def forward(self, x):
        np.seterr(over="ignore")
        self.x = x
        self.s = 1 / (1 + np.exp(-x))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
