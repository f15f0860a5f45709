"""Computes in float32 throughout and returns it.

class: Sigmoid
why: float32 arithmetic shown as float32 is what the contract allows.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * (1 + np.tanh(x.astype(np.float32) / 2))

    def backward(self, grad_output):
        s = 0.5 * (1 + np.tanh(self.x.astype(np.float32) / 2))
        return s * (1 - s) * grad_output.astype(np.float32)
