"""forward stores x only the first time.

class: GELU
loses: test_gelu_backward, test_network, test_gelu_contract
diagnosis: stale cache, self.x is not x
why: if self.x is None looks like careful initialising. backward belongs to the most recent forward.
"""


class GELU(Activation):
    def forward(self, x):
        if self.x is None:
            self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
