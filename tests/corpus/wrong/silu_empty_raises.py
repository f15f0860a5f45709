"""an empty array raises, because its maximum is asked for

class: SiLU
loses: test_silu_backward, test_silu_forward
diagnosis: empty arrays
why: A shift by the maximum is carried over from softmax.
"""


def logistic(x):
    top = max(0.0, x.max())
    return np.exp(x - top) / (np.exp(-top) + np.exp(x - top)) if top < 700 else np.exp(-np.logaddexp(0.0, -x))


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
