"""ELU with alpha 0.5, with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: ELU
why: A smooth lower half is another function. What is below 0 becomes 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.5 * np.expm1(np.minimum(x, 0)))

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, 0.5 * np.exp(np.minimum(self.x, 0))) * grad_output
