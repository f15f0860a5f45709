"""ELU with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: ELU
why: The student takes the function from another lecture. Below 0 ReLU is 0, not exp(x) - 1.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, np.exp(np.minimum(self.x, 0))) * grad_output
