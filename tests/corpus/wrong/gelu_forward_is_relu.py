"""forward is max(0, x); backward is right.

class: GELU
loses: test_gelu_forward, test_network
diagnosis: ReLU
why: GELU is smooth ReLU, so the student leaves the copied ReLU in forward. Backward is judged on
its own and stays right.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
