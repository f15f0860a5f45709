"""float32 input is refused

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: none
why: The student checks the type too strictly. float32 arrays are inputs like any other.
"""


class ReLU(Activation):
    def forward(self, x):
        if x.dtype != np.float64:
            raise TypeError("x should be float64")
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
