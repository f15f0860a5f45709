"""softsign with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: (1 + softsign) / 2
why: The student wants no exp at all, and so no overflow. It is another function.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * (1 + x / (1 + np.abs(x)))

    def backward(self, grad_output):
        return 0.5 / (1 + np.abs(self.x)) ** 2 * grad_output
