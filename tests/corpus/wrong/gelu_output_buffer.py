"""forward writes into one buffer and returns that buffer each time.

class: GELU
loses: test_gelu_contract
diagnosis: result changes later
why: Saving memory changes an array that the caller still holds from the call before.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        if getattr(self, "buffer", None) is None or self.buffer.shape != x.shape:
            self.buffer = np.empty(x.shape)
        self.buffer[...] = 0.5 * x * (1 + np.tanh(u))
        return self.buffer

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
