"""SELU with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: SELU
why: Self-normalising networks use it. It scales what ReLU leaves alone.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        a, c = 1.6732632423543772, 1.0507009873554805
        return c * np.where(x > 0, x, a * np.expm1(np.minimum(x, 0)))

    def backward(self, grad_output):
        a, c = 1.6732632423543772, 1.0507009873554805
        return c * np.where(self.x > 0, 1.0, a * np.exp(np.minimum(self.x, 0))) * grad_output
