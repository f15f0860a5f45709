"""backward multiplies grad_output in place and returns it

class: SiLU
loses: test_silu_contract
diagnosis: changes grad_output
why: grad_output belongs to the layer above.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        grad_output *= s * (1 + self.x * (1 - s))
        return grad_output
