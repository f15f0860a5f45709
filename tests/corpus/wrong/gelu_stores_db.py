"""forward leaves a db behind

class: GELU
loses: test_gelu_contract
diagnosis: stores dW or db
why: A leftover of copying Linear: db is set in forward and used nowhere.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        self.db = np.zeros(x.shape)
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
