"""forward returns an array of Python objects

class: ReLU
loses: test_relu_forward, test_network
diagnosis: object array
why: The student builds the result with np.frompyfunc, whose arrays hold Python objects.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.asarray(np.frompyfunc(lambda v: max(0.0, float(v)), 1, 1)(x), dtype=object)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
