"""both methods go through rows and columns

class: SiLU
loses: test_silu_backward, test_silu_forward, test_silu_stability
diagnosis: two-dimensional arrays only
why: Only batches are in mind. Any shape has to work.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        y = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                y[i, j] = x[i, j] * logistic(x[i, j])
        return y

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
