"""nothing is computed where x is negative

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_network
diagnosis: negative x, follows forward
why: The second mask was forgotten. What stands there is what np.zeros_like left.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros_like(x)
        pos = x >= 0
        out[pos] = 1 / (1 + np.exp(-x[pos]))
        self.y = out
        return out.copy()

    def backward(self, grad_output):
        return self.y * (1 - self.y) * grad_output
