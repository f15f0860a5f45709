"""forward is max(0, GELU(x))

class: GELU
loses: test_gelu_forward, test_network
diagnosis: clipped result
why: What is left of ReLU. GELU goes below 0.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))))

    def backward(self, grad_output):
        x = self.x
        c = np.sqrt(2 / np.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        du = c * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
