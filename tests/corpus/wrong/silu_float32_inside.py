"""the sigmoid is computed in float32

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward
diagnosis: few digits
why: Seven digits where sixteen are promised.
"""


def logistic(x):
    small = np.exp(-np.abs(x.astype(np.float32)))
    return (np.where(x >= 0, np.float32(1), small) / (1 + small)).astype(np.float64)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
