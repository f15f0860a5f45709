"""grad_output is read from behind

class: Sigmoid
loses: test_network, test_sigmoid_backward
diagnosis: upstream reversed
why: Backward goes back, so the order was turned around.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return s

    def backward(self, grad_output):
        return np.flip(grad_output) * self.s * (1 - self.s)
