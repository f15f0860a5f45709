"""grad_output is squared.

class: Tanh
loses: test_tanh_backward
why: Where grad_output is 1 it is all the same, which is what the hole in the tests lets pass.
"""


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y.copy()

    def backward(self, grad_output):
        return (1 - self.y**2) * grad_output**2
