"""forward is right; backward is the derivative of x sigmoid(1.702 x).

class: GELU
loses: test_gelu_backward, test_network
diagnosis: x sigmoid(1.702 x)
why: The student wants a shorter derivative and thinks that one approximation is as good as the
other. The derivative belongs to the function in forward.
"""


def logistic(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        s = logistic(1.702 * self.x)
        return (s + 1.702 * self.x * s * (1 - s)) * grad_output
