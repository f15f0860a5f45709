"""the quotient rule, its denominator not squared

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: sigmoid missing
why: The rule is remembered but for the square.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        e = np.exp(-np.clip(self.x, -30, None))
        return ((1 + e) + self.x * e) / (1 + e) * grad_output
