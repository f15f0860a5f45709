"""(1 + tanh x) / 2: the half inside is missing

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: (1 + tanh x) / 2
why: The student knows the identity with tanh but not that it is tanh(x / 2). The curve is twice too
steep.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * (1 + np.tanh(x))

    def backward(self, grad_output):
        return 0.5 * (1 - np.tanh(self.x) ** 2) * grad_output
