"""forward rounds to four digits

class: ReLU
loses: test_relu_forward, test_network
diagnosis: rounded
why: The student makes the output look like the example. Rounding belongs to printing.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.round(np.maximum(0, x), 4)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
