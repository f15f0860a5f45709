"""backward returns grad_output

class: GELU
loses: test_gelu_backward, test_network
diagnosis: upstream alone
why: GELU is nearly x, so its slope is nearly 1, thinks the student.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        return grad_output + 0.0
