"""forward writes into one buffer and returns that buffer each time

class: SiLU
loses: test_silu_contract
diagnosis: result changes later
why: Memory is to be saved. What was returned earlier changes.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        if np.shape(getattr(self, "buffer", None)) != x.shape or x.ndim == 0:
            self.buffer = np.empty(x.shape)
        self.buffer[...] = x * logistic(x)
        return self.buffer

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
