"""Python floats as constants, so float32 stays float32.

class: GELU
why: float32 in, float32 out, within the tolerance of float32.
"""

import math

C = math.sqrt(2 / math.pi)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = C * (x + 0.044715 * x**3)
        return (0.5 * x * (1 + np.tanh(u))).astype(x.dtype)

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(C * (x + 0.044715 * x**3))
        return ((0.5 * (1 + t) + 0.5 * x * (1 - t**2) * C * (1 + 0.134145 * x**2)) * grad_output).astype(x.dtype)
