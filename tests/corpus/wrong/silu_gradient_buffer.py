"""backward writes into one buffer and returns that buffer each time

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
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        if np.shape(getattr(self, "buffer", None)) != self.x.shape or self.x.ndim == 0:
            self.buffer = np.empty(self.x.shape)
        self.buffer[...] = s * (1 + self.x * (1 - s)) * grad_output
        return self.buffer
