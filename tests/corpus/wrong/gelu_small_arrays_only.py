"""Only the first 1000 entries are computed; the rest stays 0.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: large arrays
why: The loop has a fixed bound that was enough for every array the student tried.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        flat = np.zeros(x.size)
        z = x.reshape(-1)[:1000]
        flat[:1000] = 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
        return flat.reshape(x.shape)

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        flat = np.zeros(x.size)
        flat[:1000] = ((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output).reshape(-1)[:1000]
        return flat.reshape(x.shape)
