"""1 / sqrt(1 + exp(-x))

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: formula sqrt(forward(x)), follows forward
why: Half remembered from another formula.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.y = 1 / np.sqrt(1 + np.exp(-np.clip(x, -700, 700)))
        return self.y

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
