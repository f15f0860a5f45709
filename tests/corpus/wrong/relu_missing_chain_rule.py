"""backward returns the local derivative without grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream missing
why: The student thinks that backward should return f'(x). The contract wants f'(x) times
grad_output.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float)
