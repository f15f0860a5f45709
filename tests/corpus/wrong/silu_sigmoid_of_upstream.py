"""backward takes the sigmoid of grad_output

class: SiLU
loses: test_silu_backward, test_silu_stability, test_network
diagnosis: sigmoid(grad_output) for the sigmoid
why: grad_output stands where x belongs, and nowhere else.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return x * s

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-grad_output))
        return s + self.x * s * (1 - s)
