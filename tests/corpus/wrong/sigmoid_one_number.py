"""forward uses math.exp, which takes a single number

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: whole array as a condition
why: The student writes the formula for a number. The input is an array; math.exp refuses more than
one entry.
"""

import math


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        if x >= 0:
            return np.float64(1 / (1 + math.exp(-x)))
        return np.float64(math.exp(x) / (1 + math.exp(x)))

    def backward(self, grad_output):
        s = 0.5 * (1 + np.tanh(0.5 * self.x))
        return s * (1 - s) * grad_output
