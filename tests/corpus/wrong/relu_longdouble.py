"""forward returns extended precision

class: ReLU
loses: test_relu_forward, test_network
diagnosis: extended precision
why: The student thinks that more digits cannot hurt. float64 or float32 are what the contract
allows.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).astype(np.longdouble)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
