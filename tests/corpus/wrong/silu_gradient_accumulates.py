"""backward adds to the gradients of earlier calls after the same forward

class: SiLU
loses: test_silu_backward
diagnosis: accumulated
why: What an optimizer does with parameters is done with the input.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x, self.total = x, 0.0
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        self.total = self.total + s * (1 + self.x * (1 - s)) * grad_output
        return self.total
