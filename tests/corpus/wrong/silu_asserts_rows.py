"""assert x.ndim == 2 at the beginning of forward.

class: SiLU
loses: test_silu_forward, test_silu_backward, test_silu_stability
diagnosis: own assert
why: The student thinks of batches of rows alone, and guards against all else.
"""


class SiLU(Activation):
    def forward(self, x):
        assert x.ndim == 2
        self.x = x
        return x * Sigmoid().forward(x)

    def backward(self, grad_output):
        s = Sigmoid().forward(self.x)
        return (s + self.x * s * (1 - s)) * grad_output
