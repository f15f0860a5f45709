"""s(1 - s), as on paper.

class: Sigmoid
loses: test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: not callable
why: On paper nobody writes the sign of the product. To Python, s is called as a function.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s

    def backward(self, grad_output):
        s = self.s
        return s(1 - s) * grad_output
