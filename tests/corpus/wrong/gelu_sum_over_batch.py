"""backward sums the gradient over the rows and repeats it.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: summed over the batch
why: grad_bias in Linear is summed over the batch; an activation's gradient is not: it goes entry by
entry.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        gradient = (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
        return np.zeros_like(gradient) + gradient.sum(axis=0)
