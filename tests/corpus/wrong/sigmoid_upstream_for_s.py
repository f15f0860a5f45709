"""y (1 - grad_output) grad_output

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: formula forward(x) * (1 - grad_output)
why: grad_output stands where y belongs.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        return (1 - grad_output) * self.y * grad_output
