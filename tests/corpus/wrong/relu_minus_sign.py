"""backward returns the negative gradient

class: ReLU
loses: test_relu_backward, test_network
diagnosis: sign
why: The student thinks of gradient descent, where a step goes against the gradient. That is the
optimizer's job.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return -(self.x > 0).astype(float) * grad_output
