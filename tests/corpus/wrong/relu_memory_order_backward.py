"""backward ravels both arrays in memory order

class: ReLU
loses: test_relu_backward
diagnosis: views, wrong places
why: The student has read that order="K" is fast. Where x and grad_output lie differently, entries
are mixed up.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        flat = (self.x.ravel(order="K") > 0) * grad_output.ravel(order="K")
        return flat.reshape(self.x.shape)
