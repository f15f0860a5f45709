"""Silences the overflow with warnings.catch_warnings.

class: Sigmoid
why: The setting is restored on leaving, and 1 / (1 + inf) is the right 0.
"""

import warnings


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return 1 / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output
