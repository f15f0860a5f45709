"""x tanh(x), with its derivative

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward, test_silu_stability
diagnosis: follows forward, tanh for the sigmoid
why: tanh is taken for the sigmoid.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.tanh(x)

    def backward(self, grad_output):
        t = np.tanh(self.x)
        return (t + self.x * (1 - t**2)) * grad_output
