"""backward clips the gradient to [-1, 1]

class: ReLU
loses: test_relu_backward, test_network
diagnosis: clipped result, clipped upstream
why: The student wants no exploding gradients. Clipping is the optimizer's choice, not the layer's.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * np.clip(grad_output, -1, 1)
