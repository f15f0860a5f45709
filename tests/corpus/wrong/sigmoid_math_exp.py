"""forward uses math.exp on the whole array

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: function of one number, number for an array
why: math.exp takes one number. np.exp takes an array.
"""

import math


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + math.exp(-x))

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
