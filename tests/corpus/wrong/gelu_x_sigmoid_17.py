"""x sigmoid(1.7 x) with its own derivative

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: x sigmoid(k x)
why: The quick form, with a rounded constant.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x / (1 + np.exp(np.minimum(-1.7 * x, 700)))

    def backward(self, grad_output):
        x = self.x
        s = 1 / (1 + np.exp(np.minimum(-1.7 * x, 700)))
        return (s + 1.7 * x * s * (1 - s)) * grad_output
