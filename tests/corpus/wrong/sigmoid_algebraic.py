"""x / sqrt(1 + x^2) scaled to 0..1, with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: an algebraic sigmoid
why: Another S, without exp.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 + 0.5 * x / np.sqrt(1 + x * x)

    def backward(self, grad_output):
        return 0.5 / (1 + self.x**2) ** 1.5 * grad_output
