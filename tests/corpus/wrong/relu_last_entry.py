"""the last entry is never computed

class: ReLU
loses: test_relu_forward, test_network
diagnosis: last entry
why: range(size - 1) stops one too early.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        y = np.ones_like(x)
        for i in range(x.size - 1):
            y.flat[i] = max(0, x.flat[i])
        return y

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
