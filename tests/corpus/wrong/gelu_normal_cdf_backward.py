"""backward is the normal distribution function alone

class: GELU
loses: test_gelu_backward, test_network
diagnosis: value of the normal distribution function
why: The first term of the erf form, and no second.
"""

import math


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        erf = np.vectorize(math.erf, otypes=[float])
        return 0.5 * (1 + erf(self.x / math.sqrt(2))) * grad_output
