"""The derivative as (1 - tanh(x / 2)^2) / 4.

class: Sigmoid
why: s (1 - s) with s = (1 + t) / 2 is (1 + t) (1 - t) / 4.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 + 0.5 * np.tanh(x / 2)

    def backward(self, grad_output):
        return 0.25 * (1 - np.tanh(self.x / 2) ** 2) * grad_output
