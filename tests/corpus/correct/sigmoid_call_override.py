"""The work is in __call__; forward delegates to it.

class: Sigmoid
why: The contract speaks of forward and backward; both do what they should.
"""


class Sigmoid(Activation):
    def __call__(self, x):
        return 0.5 * (1.0 + np.tanh(0.5 * x))

    def forward(self, x):
        self.x = x
        return self(x)

    def backward(self, grad_output):
        s = self(self.x)
        return grad_output * (s - s * s)
