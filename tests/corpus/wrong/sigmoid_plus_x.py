"""forward adds x

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_stability, test_network
diagnosis: formula (x + forward(x))
why: As in a residual network, thinks the student.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.y = s
        return s + x

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
