"""backward applies the function to grad_output

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: forward of grad_output
why: backward is taken for forward in the other direction.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        return grad_output * logistic(grad_output)
