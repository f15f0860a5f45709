"""the derivative is taken at grad_output

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: derivative at grad_output
why: The argument of backward is taken for the x of the formula.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(grad_output)
        return s * (1 + grad_output * (1 - s)) * grad_output
