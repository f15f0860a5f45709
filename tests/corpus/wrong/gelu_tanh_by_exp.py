"""tanh written through exp(2u), which becomes NaN for large x, in both methods.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: overflow
why: (e^2u - 1) / (e^2u + 1) is tanh on paper; beyond u = 355 it is inf / inf. np.tanh has no such
limit, and the contract names none for GELU.
"""


def tanh(u):
    e = np.exp(2 * u)
    return (e - 1) / (e + 1)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
