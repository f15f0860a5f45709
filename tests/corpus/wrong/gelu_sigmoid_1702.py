"""x sigmoid(1.702 x) with its own gradient.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_network
diagnosis: x sigmoid(1.702 x)
why: The paper offers this as the quick approximation. It is a different function, off by up to
0.02; the contract asks for the tanh form.
"""


def logistic(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(1.702 * x)

    def backward(self, grad_output):
        s = logistic(1.702 * self.x)
        return (s + 1.702 * self.x * s * (1 - s)) * grad_output
