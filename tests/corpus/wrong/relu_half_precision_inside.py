"""forward computes in float16 and returns float64

class: ReLU
loses: test_relu_forward, test_network
diagnosis: float16 inside, overflow
why: Three digits are left. The type says sixteen.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x.astype(np.float16)).astype(x.dtype)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
