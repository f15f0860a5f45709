"""forward returns integers

class: ReLU
loses: test_relu_forward, test_network
diagnosis: integer array
why: The student tests with whole numbers and converts to int, which cuts off the fraction.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).astype(int)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
