"""np.vectorize without otypes raises on an empty array

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: empty arrays
why: The student writes the rule for a single number and lets np.vectorize do the rest, which
refuses size 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.vectorize(lambda value: value if value > 0 else 0.0 * value)(x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
