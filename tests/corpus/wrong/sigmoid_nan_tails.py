"""exp(x) / (1 + exp(x)) is NaN for large x

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student takes the other obvious formula. Infinity by infinity is no number.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        e = np.exp(x)
        self.s = e / (1 + e)
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
