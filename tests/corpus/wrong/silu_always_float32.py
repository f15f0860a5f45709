"""computed in float64, returned as float32

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward, test_silu_stability
diagnosis: float32 result
why: float64 in, float64 out.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return (x * logistic(x)).astype(np.float32)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return (s * (1 + x * (1 - s)) * grad_output).astype(np.float32)
