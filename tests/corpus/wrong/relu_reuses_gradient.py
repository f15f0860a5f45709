"""backward writes every result into the same buffer

class: ReLU
loses: test_relu_contract
diagnosis: result changes later
why: The student saves allocations. A gradient that was returned earlier changes with the next call.
"""


class ReLU(Activation):
    def __init__(self):
        super().__init__()
        self.grad = np.empty(0)

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        if self.grad.shape != grad_output.shape:
            self.grad = np.empty(grad_output.shape)
        return np.multiply(self.x > 0, grad_output, out=self.grad)
