"""the result is an integer array where no number is positive

class: ReLU
loses: test_relu_forward
diagnosis: integer array
why: The student builds the result from Python's max(0, v); without a positive entry the list holds
only the integer 0. The contract wants float64 or float32 whatever the numbers.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.array([max(0, v) for v in x.ravel().tolist()]).reshape(x.shape)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
