"""the derivative is taken at the output

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: derivative at output
why: The student keeps the output and goes on with it as if it were the input.
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
        s = logistic(self.y)
        return s * (1 + self.y * (1 - s)) * grad_output
