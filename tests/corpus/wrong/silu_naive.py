"""the obvious formula, which overflows on the left

class: SiLU
loses: test_silu_stability
diagnosis: overflow
why: The formula as it stands. The numbers are right, but exp(1000) warns.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-self.x))
        return (s + self.x * s * (1 - s)) * grad_output
