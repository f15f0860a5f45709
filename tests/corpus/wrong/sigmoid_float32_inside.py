"""forward computes in float32 and returns float64

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: float32 inside
why: The student converts "for speed" and back "for the type". The array claims sixteen digits and
has seven.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x.astype(np.float32)).astype(np.float64)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
