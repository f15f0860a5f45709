"""The exact erf form with its own exact gradient, where the tanh form is asked for.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: the erf form of GELU
why: The paper defines GELU as x times the normal distribution function, so the student writes that.
The contract asks for the tanh form; the two differ by up to 5e-4.
"""

import math

erf = np.vectorize(math.erf, otypes=[float])


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + erf(x / np.sqrt(2)))

    def backward(self, grad_output):
        x = self.x
        cdf = 0.5 * (1 + erf(x / np.sqrt(2)))
        pdf = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
        return (cdf + x * pdf) * grad_output
