"""the sigmoid is stored as float16

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward
diagnosis: float16 inside
why: To save memory, as mixed precision does.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s.astype(np.float16).astype(x.dtype)
        return x * self.s

    def backward(self, grad_output):
        return grad_output * (self.s + self.x * self.s * (1 - self.s))
