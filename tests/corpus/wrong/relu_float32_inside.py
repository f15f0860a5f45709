"""forward computes in float32 and returns float64

class: ReLU
loses: test_relu_forward, test_network
diagnosis: float32 inside
why: The student converts "for speed" and back "for the type". The array claims sixteen digits and
has seven.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x.astype(np.float32)).astype(np.float64)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
