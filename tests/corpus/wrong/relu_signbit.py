"""the gate looks at the sign bit, so the derivative at +0.0 is 1

class: ReLU
loses: test_relu_backward
diagnosis: at zero
why: The student thinks that "not negative" is "positive". Zero has a clear sign bit and counts as
not positive in the contract.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.where(np.signbit(self.x), 0.0, 1.0) * grad_output
