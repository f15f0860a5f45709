"""forward uses 0.798 for sqrt(2 / pi), backward the exact factor.

class: GELU
loses: test_gelu_forward, test_network
diagnosis: factor sqrt(2/pi)
why: A rounded constant in one place only. backward is right by the contract, so only forward and
the network lose.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = 0.798 * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
