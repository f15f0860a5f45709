"""only the first forward is remembered

class: ReLU
loses: test_relu_backward, test_network, test_relu_contract
diagnosis: stale cache, self.x is not x
why: The student guards the cache with "if it is None". backward belongs to the most recent forward.
"""


class ReLU(Activation):
    def forward(self, x):
        if self.x is None:
            self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
