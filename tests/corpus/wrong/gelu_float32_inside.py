"""Computes in float32 and casts the result back to float64.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: few digits, float32 inside
why: float32 is allowed as a result; a float64 array that holds only seven right digits claims more
than it has.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        x = x.astype(np.float32)
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return (0.5 * x * (1 + np.tanh(u))).astype(np.float64)

    def backward(self, grad_output):
        x = self.x.astype(np.float32)
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du).astype(np.float64) * grad_output
