"""The sigmoid through tanh.

class: SiLU
why: tanh never overflows.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(0.5 * x))

    def backward(self, grad_output):
        t = np.tanh(0.5 * self.x)
        return 0.5 * (1 + t + 0.5 * self.x * (1 - t**2)) * grad_output
