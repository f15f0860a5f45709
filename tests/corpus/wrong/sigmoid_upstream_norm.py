"""backward divides grad_output by its norm

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: upstream normalised
why: Gradients of length one are for the optimizer.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        n = np.linalg.norm(grad_output)
        return s * (1 - s) * grad_output / (n if n > 0 else 1.0)
