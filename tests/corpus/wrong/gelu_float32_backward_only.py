"""backward casts its result to float32

class: GELU
loses: test_gelu_backward, test_network
diagnosis: float32 result
why: forward keeps its type, backward does not. float64 in, float64 out holds for both.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return ((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output).astype(np.float32)
