"""forward returns what it returned the first time

class: ReLU
loses: test_relu_forward, test_network
diagnosis: stale cache
why: The student caches the output "for speed" and never clears it. Each forward is about its own x.
"""


class ReLU(Activation):
    def __init__(self):
        super().__init__()
        self.out = None

    def forward(self, x):
        self.x = x
        if self.out is None:
            self.out = np.maximum(0, x)
        return self.out.copy()

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
