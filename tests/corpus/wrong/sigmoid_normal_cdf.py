"""the normal distribution function, right backward

class: Sigmoid
loses: test_sigmoid_forward, test_network
diagnosis: the normal distribution function
why: Probit for logit: another S.
"""

import math


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        erf = np.vectorize(math.erf, otypes=[float])
        return (0.5 * (1 + erf(x / math.sqrt(2)))).astype(x.dtype)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
