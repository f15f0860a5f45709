"""Stores the very array that it returns.

class: Sigmoid
why: Nobody changes it: each forward makes a new one, and the contract lets the layer cache its
output.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = 0.5 * (1 + np.tanh(x / 2))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1 - self.s)
