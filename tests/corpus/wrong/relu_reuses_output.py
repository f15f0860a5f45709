"""forward writes every result into the same buffer

class: ReLU
loses: test_relu_contract
diagnosis: result changes later
why: The student saves allocations. What was returned earlier changes under the caller's hands.
"""


class ReLU(Activation):
    def __init__(self):
        super().__init__()
        self.out = np.empty(0)

    def forward(self, x):
        self.x = x
        if self.out.shape != x.shape:
            self.out = np.empty(x.shape)
        return np.maximum(0, x, out=self.out)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
