"""x exp(x) / (1 + exp(x)), which is NaN on the right

class: SiLU
loses: test_silu_stability
diagnosis: overflow
why: The other form of the sigmoid has its trouble on the other side.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.exp(x) / (1 + np.exp(x))

    def backward(self, grad_output):
        s = np.exp(self.x) / (1 + np.exp(self.x))
        return (s + self.x * s * (1 - s)) * grad_output
