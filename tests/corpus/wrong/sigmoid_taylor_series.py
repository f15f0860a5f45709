"""The first terms of the Taylor series at 0.

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: polynomial
why: A series is near the function only near its point.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 + x / 4 - x**3 / 48

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-np.clip(self.x, -700, 700)))
        return s * (1 - s) * grad_output
