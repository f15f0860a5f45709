"""only the first 10 rows are computed

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: large arrays
why: The student tries it with small batches. The rest stays 0.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros_like(x)
        if x.ndim < 2:
            return logistic(x)
        out[:10] = logistic(x[:10])
        return out

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
