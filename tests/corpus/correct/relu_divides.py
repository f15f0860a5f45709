"""x / abs(x) as the sign: 0 / 0 warns and is mended.

class: ReLU
why: The invalid division at 0 raises a RuntimeWarning, which costs nothing here, and its NaN is
replaced.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.0)

    def backward(self, grad_output):
        sign = self.x / np.abs(self.x)
        sign = np.where(np.isnan(sign), -1.0, sign)
        return (1 + sign) / 2 * grad_output
