"""hard sigmoid with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: a hard sigmoid
why: The student takes the fast substitute made of three lines. It is another function.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(0.2 * x + 0.5, 0, 1)

    def backward(self, grad_output):
        return np.where(np.abs(self.x) < 2.5, 0.2, 0.0) * grad_output
