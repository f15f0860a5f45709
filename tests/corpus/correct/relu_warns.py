"""Raises warnings of its own on every call.

class: ReLU
why: A warning costs nothing, except in the stability cell of Sigmoid.
"""

import warnings


class ReLU(Activation):
    def forward(self, x):
        warnings.warn("ReLU.forward was called", RuntimeWarning)
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        warnings.warn("ReLU.backward was called", UserWarning)
        return grad_output * (self.x > 0)
