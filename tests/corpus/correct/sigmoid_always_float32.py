"""Computed in float64, returned as float32.

class: Sigmoid
why: float32 may come back whatever came in; the tolerance is that of float32 then.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return (0.5 * (1 + np.tanh(x.astype(np.float64) / 2))).astype(np.float32)

    def backward(self, grad_output):
        s = 0.5 * (1 + np.tanh(self.x.astype(np.float64) / 2))
        return (s * (1 - s) * grad_output).astype(np.float32)
