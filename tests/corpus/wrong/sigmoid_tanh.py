"""tanh with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: tanh
why: The student takes the other S-shaped function, which runs from -1 to 1.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad_output):
        return (1 - np.tanh(self.x) ** 2) * grad_output
