"""backward takes the derivative at x minus its mean

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: mean subtracted from x
why: The input was thought to be centred first.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return self.s(x)

    def s(self, x):
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1.0, e) / (1.0 + e)

    def backward(self, grad_output):
        s = self.s(self.x - np.mean(self.x)) if self.x.size else self.x
        return s * (1 - s) * grad_output
