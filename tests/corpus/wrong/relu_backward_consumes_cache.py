"""backward forgets the input after one use

class: ReLU
loses: test_relu_backward, test_relu_contract
diagnosis: second backward, x not stored
why: The student frees the memory as PyTorch frees its graph. backward may be called again after one
forward.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        x, self.x = self.x, None
        return (x > 0).astype(float) * grad_output
