"""Prints, and warns on its own.

class: GELU
why: Neither costs anything.
"""

import warnings


class GELU(Activation):
    def forward(self, x):
        print("x has shape", x.shape)
        warnings.warn("this GELU is the tanh form", RuntimeWarning)
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        warnings.warn("backward")
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
