"""self.x is an empty array in a new layer

class: ReLU
loses: test_relu_contract
diagnosis: self.x of a new layer
why: The student dislikes None. A new layer has seen no input, and self.x says so by None.
"""


class ReLU(Activation):
    def __init__(self):
        super().__init__()
        self.x = np.zeros(0)

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
