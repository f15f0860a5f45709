"""Returns float32 whatever came in.

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: float32 result
why: A cast at the end throws away half of the digits. float64 in, float64 out: the row of tolerances follows what
went in, and so must the type.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0).astype(np.float32)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, 0).astype(np.float32)
