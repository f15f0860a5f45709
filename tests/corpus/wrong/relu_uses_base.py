"""forward works on x.base where there is one

class: ReLU
loses: test_relu_forward, test_relu_backward
diagnosis: shapes do not fit, views, shape, integer array
why: The student wants the "real" array behind a view. The view is the input, not what it was cut
from.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x if x.base is None else x.base
        return np.maximum(0, self.x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
