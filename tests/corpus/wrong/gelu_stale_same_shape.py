"""u is computed anew only when the shape changes.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: stale cache
why: A cache keyed on the shape: two batches of the same shape have different numbers.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        if getattr(self, "u", np.empty(0)).shape != x.shape or x.size == 0:
            self.u = u
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(self.u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
