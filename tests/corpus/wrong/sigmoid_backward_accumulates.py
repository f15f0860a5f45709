"""backward adds to what it returned before

class: Sigmoid
loses: test_sigmoid_backward
diagnosis: accumulated
why: The student has read that frameworks accumulate gradients. Those of parameters, not what
backward returns.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.grad = 0.0
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        self.grad = self.grad + s * (1 - s) * grad_output
        return self.grad.copy()
