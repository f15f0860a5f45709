"""exp(-logaddexp(0, -x)).

class: Sigmoid
why: log(1 + exp(-x)) without overflow; its negative exponential is the sigmoid.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.exp(-np.logaddexp(0, -x))

    def backward(self, grad_output):
        return np.exp(-np.logaddexp(0, -self.x) - np.logaddexp(0, self.x)) * grad_output
