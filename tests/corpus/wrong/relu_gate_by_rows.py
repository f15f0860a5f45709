"""the gate looks at the sum of each row

class: ReLU
loses: test_relu_backward, test_network
diagnosis: x summed
why: One mask a row was thought enough. Each entry has its own.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        m = self.x.sum(axis=-1, keepdims=True) > 0 if self.x.ndim else self.x > 0
        return m * grad_output
