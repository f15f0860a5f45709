"""softplus with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: softplus
why: The student prefers the smooth version. It is another function: log 2 at 0, not 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return 0.5 * (1 + np.tanh(0.5 * self.x)) * grad_output
