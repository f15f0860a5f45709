"""forward divides by the sum over all entries

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: softmax
why: The student confuses sigmoid and softmax. Each entry stands alone. backward is right.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        e = np.exp(x - x.max(initial=-1000.0))
        return e / e.sum()

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
