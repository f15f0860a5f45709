"""1 / (1 + exp(abs(x)))

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: positive x, follows forward
why: abs(x) was to keep exp from overflowing; without its minus it makes it.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.y = 1 / (1 + np.exp(np.minimum(np.abs(x), 700)))
        return self.y

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
