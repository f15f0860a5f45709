"""hard swish, forward and backward

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward
diagnosis: hard swish
why: The cheap version of MobileNet was looked up.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.clip(x + 3, 0, 6) / 6

    def backward(self, grad_output):
        x = self.x
        return np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, x / 3 + 0.5)) * grad_output
