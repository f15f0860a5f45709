"""x is kept above -15 before exp

class: SiLU
loses: test_silu_backward, test_silu_forward, test_silu_stability
diagnosis: cut off, beyond a threshold
why: np.maximum keeps exp small, and cuts the tail off too early.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-np.maximum(x, -15)))
        return x * self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1 + self.x * (1 - self.s))
