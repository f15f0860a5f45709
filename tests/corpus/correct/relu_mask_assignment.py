"""Boolean masks assigned into own copies.

class: ReLU
why: Only copies are changed, and a 0-d copy is still an array, so item assignment works.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        y = x.copy()
        y[y < 0] = 0
        return y

    def backward(self, grad_output):
        gradient = grad_output.copy()
        gradient[self.x <= 0] = 0
        return gradient
