"""SiLU, x sigmoid(x), with its own gradient.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: SiLU
why: SiLU and GELU look alike in a plot, and the gradient check passes because backward fits
forward. The contract names the function.
"""


def logistic(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return (s + self.x * s * (1 - s)) * grad_output
