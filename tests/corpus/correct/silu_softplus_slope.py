"""1 - s as exp of minus softplus.

class: SiLU
why: log(1 - s) is minus the softplus of x.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.exp(-np.logaddexp(0, -x))

    def backward(self, grad_output):
        x = self.x
        log_s, log_rest = -np.logaddexp(0, -x), -np.logaddexp(0, x)
        return (np.exp(log_s) + x * np.exp(log_s + log_rest)) * grad_output
