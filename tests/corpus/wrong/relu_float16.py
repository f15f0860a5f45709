"""forward returns float16

class: ReLU
loses: test_relu_forward, test_network
diagnosis: float16 result
why: The student wants to save memory. float64 or float32 may come back, nothing coarser.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).astype(np.float16)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
