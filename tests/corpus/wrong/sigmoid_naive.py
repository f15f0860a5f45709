"""the obvious formula, which overflows on the left

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student writes the formula as it stands. The numbers are right, but exp(1000) warns.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-self.x))
        return s * (1 - s) * grad_output
