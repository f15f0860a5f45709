"""forward is right; backward is the step of ReLU.

class: GELU
loses: test_gelu_backward, test_network
diagnosis: ReLU
why: Copied from the first exercise and not changed: GELU's slope is near the step, but it is not
the step.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
