"""grads() returns the gradient of the input

class: SiLU
loses: test_network, test_silu_contract
diagnosis: parameters
why: The gradient of x is no gradient of a parameter.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    gradient = None

    def grads(self):
        return [] if self.gradient is None else [self.gradient]

    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        self.gradient = s * (1 + self.x * (1 - s)) * grad_output
        return self.gradient.copy()
