"""exp(x) where x is negative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: negative x, follows forward
why: The denominator of the second branch was forgotten.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z)
        return self.y.copy()

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
