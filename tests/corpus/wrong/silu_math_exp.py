"""math.exp is applied to an array

class: SiLU
loses: test_network, test_silu_backward, test_silu_contract, test_silu_forward, test_silu_stability
diagnosis: function of one number
why: math knows single numbers only.
"""

import math


def logistic(x):
    return 1 / (1 + math.exp(-x))


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
