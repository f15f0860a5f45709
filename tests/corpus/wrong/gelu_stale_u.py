"""u is kept from the first forward for ever; x is that of the latest.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: stale cache
why: The student wants to compute u once. backward belongs to the most recent forward, with
everything that it caches.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        if not hasattr(self, "u"):
            self.u = u
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(self.u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
