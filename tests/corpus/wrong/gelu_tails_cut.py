"""forward returns 0 below -3 and x above 3; backward 0 and 1.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: cut off, beyond a threshold, follows forward
why: A shortcut that is good for a plot: at x = -3 GELU is still -0.0036.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        y = 0.5 * x * (1 + np.tanh(u))
        return np.where(x < -3, 0.0, np.where(x > 3, x, y))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        d = 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du
        return np.where(x < -3, 0.0, np.where(x > 3, 1.0, d)) * grad_output
