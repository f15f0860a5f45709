"""backward divides grad_output by its largest entry

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: upstream normalised
why: The student keeps gradients of one size against vanishing. The derivative is linear in
grad_output.
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
        return s * (1 - s) * grad_output / max(np.abs(grad_output).max(initial=0.0), 1e-12)
