"""x log(1 + exp(-x))

class: SiLU
loses: test_silu_forward, test_silu_stability, test_network
diagnosis: sigmoid replaced
why: A logarithm for a reciprocal.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return x * np.logaddexp(0, -x)

    def backward(self, grad_output):
        x, s = self.x, self.s
        return (s + x * s * (1 - s)) * grad_output
