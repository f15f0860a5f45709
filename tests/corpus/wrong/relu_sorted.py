"""forward sorts each row

class: ReLU
loses: test_relu_forward, test_network
diagnosis: sorted
why: np.sort was left from debugging. The order is part of the result.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        y = np.maximum(0, x)
        return np.sort(y, axis=-1) if y.ndim else y

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
