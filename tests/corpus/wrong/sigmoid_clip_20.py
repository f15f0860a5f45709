"""x is clipped to [-20, 20] before exp

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability
diagnosis: cut off, follows forward
why: The student prevents overflow by clipping, but too early: at -30 the value is 9e-14, not 2e-9.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-np.clip(x, -20, 20)))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
