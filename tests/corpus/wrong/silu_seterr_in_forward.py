"""forward turns overflow warnings off for good, the formula is the obvious one

class: SiLU
loses: test_silu_stability
diagnosis: warning settings
why: The warning is silenced, in the whole program, and not mended.
"""


class SiLU(Activation):
    def forward(self, x):
        np.seterr(over="ignore")
        self.x = x
        return x / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-self.x))
        return (s + self.x * s * (1 - s)) * grad_output
