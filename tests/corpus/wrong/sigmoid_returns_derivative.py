"""forward returns s (1 - s)

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: derivative in forward
why: The student returns the derivative from forward, "so that backward has it". backward itself is
right.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        s = logistic(x)
        return s * (1 - s)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
