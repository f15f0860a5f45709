"""backward is y (1 - y), the rule of the sigmoid, with y what forward returned

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: rule of the sigmoid
why: The pretty rule of the cell above is copied. It holds for the sigmoid alone.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.y = x * logistic(x)
        return self.y.copy()

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
