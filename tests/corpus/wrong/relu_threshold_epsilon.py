"""the gate opens only above 1e-5

class: ReLU
loses: test_relu_backward
diagnosis: in a window, near zero
why: The student never compares floats with 0 exactly. The contract opens the gate for every x > 0,
however small.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 1e-5).astype(float) * grad_output
