"""forward averages each row

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: result averaged
why: A pooling layer in the wrong place.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        y = logistic(x)
        return y * 0 + y.mean(axis=-1, keepdims=True) if y.ndim and y.size else y

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
