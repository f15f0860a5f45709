"""ELU with its own derivative

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: ELU
why: Another smooth ReLU.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, np.exp(np.minimum(self.x, 0))) * grad_output
