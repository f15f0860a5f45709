"""backward leaves a db behind

class: SiLU
loses: test_silu_contract
diagnosis: stores dW or db
why: The habit of layers with a bias.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        self.db = s * (1 + self.x * (1 - s)) * grad_output
        return self.db.copy()
