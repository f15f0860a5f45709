"""backward lets the gradient pass where x is negative

class: ReLU
loses: test_relu_backward, test_network
diagnosis: gate reversed
why: The student swaps the two cases of np.where.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.where(self.x > 0, 0.0, grad_output)
