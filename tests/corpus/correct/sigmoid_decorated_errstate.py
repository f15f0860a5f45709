"""np.errstate as a decorator of a helper.

class: Sigmoid
why: The setting holds only while the helper runs.
"""


@np.errstate(all="ignore")
def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        return logistic(self.x) * logistic(-self.x) * grad_output
