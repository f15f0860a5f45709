"""an arctan sigmoid with its own derivative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: an arctan sigmoid
why: The student takes another S from 0 to 1. Its tails are far from those of the logistic function.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 + np.arctan(x) / np.pi

    def backward(self, grad_output):
        return grad_output / (np.pi * (1 + self.x**2))
