"""Computed in float64, returned as float32.

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: float32 result
why: A cast at the end throws away half of the digits. float64 in, float64 out: the row of tolerances follows what
went in, and so must the type.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return (0.5 * (1 + np.tanh(x.astype(np.float64) / 2))).astype(np.float32)

    def backward(self, grad_output):
        s = 0.5 * (1 + np.tanh(self.x.astype(np.float64) / 2))
        return (s * (1 - s) * grad_output).astype(np.float32)
