"""x / (abs(x) + 1e-8) for the sign of x, in the gate

class: ReLU
loses: test_relu_backward, test_network
diagnosis: quotient for a gate
why: The small number guards against 0 / 0. It shifts every slope by a little.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x * (np.sign(x) + 1) / 2

    def backward(self, grad_output):
        return (self.x / (np.abs(self.x) + 1e-8) + 1) / 2 * grad_output
