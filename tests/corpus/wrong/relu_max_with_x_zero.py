"""forward compares with the mean in place of 0

class: ReLU
loses: test_relu_forward, test_network
diagnosis: compared with the mean
why: np.maximum(x.mean(), x) keeps the upper half.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(x.mean(), x) if x.size else x.copy()

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
