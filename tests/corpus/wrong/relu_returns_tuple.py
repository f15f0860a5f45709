"""forward returns output and mask

class: ReLU
loses: test_relu_forward, test_network
diagnosis: tuple returned
why: The student hands the cache to the caller, as in another course's functions. forward returns
the array alone.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x), x > 0

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
