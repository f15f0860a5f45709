"""forward never exceeds 600

class: ReLU
loses: test_relu_forward
diagnosis: cut off
why: A cap against "exploding activations", far out. The contract has no cap.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.clip(x, 0, 600)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
