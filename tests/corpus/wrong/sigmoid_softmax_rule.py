"""The rule for softmax, from the notes on classifiers.

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: softmax rule
why: Each entry of a sigmoid depends on its own x alone.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        y = self.y
        return y * (grad_output - np.sum(y * grad_output))
