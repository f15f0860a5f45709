"""The 0.5 is missing in forward and in both terms of backward.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: half missing
why: The halves belong together and were forgotten together, so the gradient check passes: forward
is twice GELU.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return ((1 + t) + x * (1 - t**2) * du) * grad_output
