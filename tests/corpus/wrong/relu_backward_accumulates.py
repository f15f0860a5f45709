"""backward adds to what it returned before

class: ReLU
loses: test_relu_backward
diagnosis: accumulated
why: The student has read that frameworks accumulate gradients. Parameters' gradients, yes; not what
backward returns.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        self.total = np.zeros_like(x)
        return np.maximum(0, x)

    def backward(self, grad_output):
        self.total = self.total + (self.x > 0) * grad_output
        return self.total.copy()
