"""Prints, and warns of its own.

class: SiLU
why: What is on the screen costs nothing; a UserWarning is no RuntimeWarning.
"""

import warnings


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        print("forward", x.shape)
        return x * logistic(x)

    def backward(self, grad_output):
        warnings.warn("derived by hand", UserWarning)
        s = logistic(self.x)
        return s * (1 + self.x * (1 - s)) * grad_output
