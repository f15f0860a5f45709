"""forward turns the order around

class: ReLU
loses: test_relu_forward, test_network
diagnosis: reversed
why: [::-1] was left from a page about images.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        y = np.maximum(0, x)
        return y[::-1].copy() if y.ndim else y

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
