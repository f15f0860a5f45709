"""the slope is taken at the mean of x

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: x averaged
why: One slope for all. Each entry has its own.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        y = 1 / (1 + np.exp(-np.clip(np.mean(self.x), -700, 700))) if self.x.size else self.x
        return y * (1 - y) * grad_output
