"""Computes in float32 throughout and returns it.

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: float32 result
why: float32 has seven digits, and float64 input asks for float64 back.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5 * (1 + np.tanh(x.astype(np.float32) / 2))

    def backward(self, grad_output):
        s = 0.5 * (1 + np.tanh(self.x.astype(np.float32) / 2))
        return s * (1 - s) * grad_output.astype(np.float32)
