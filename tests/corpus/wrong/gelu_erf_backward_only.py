"""forward is right; backward is the derivative of the erf form.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: the erf form of GELU
why: cdf + x * pdf is the derivative of the exact GELU, easy to find on the web. The contract asks
for the exact derivative of the tanh form.
"""

import math


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        cdf = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
        pdf = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
        return (cdf + x * pdf) * grad_output
