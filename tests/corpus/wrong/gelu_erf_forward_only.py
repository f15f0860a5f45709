"""forward is the erf form; backward is the right derivative of the tanh form.

class: GELU
loses: test_gelu_forward, test_network
diagnosis: the erf form of GELU
why: The student takes forward from the paper and backward from the sheet. Only forward is wrong, so
only forward and the network may cost points.
"""

import math


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
