"""forward adds 1 to its result

class: ReLU
loses: test_relu_forward, test_network
diagnosis: shifted
why: Against dead units, the student thinks. max(0, x) and no more.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x) + 1

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
