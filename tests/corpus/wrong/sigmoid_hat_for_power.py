"""^ for ** in backward

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: ^ for a power
why: In Python ^ is no power.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        return self.y.copy()

    def backward(self, grad_output):
        return (self.y - self.y ^ 2) * grad_output
