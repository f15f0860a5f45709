"""x is clipped to [-10, 10] before exp

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability
diagnosis: cut off, follows forward
why: The student prevents overflow by clipping, but far too early: beyond 10 the values are wrong in
the fifth digit.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-np.clip(x, -10, 10)))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
