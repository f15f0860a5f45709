"""the gate opens above the mean of x

class: ReLU
loses: test_network, test_relu_backward
diagnosis: mean subtracted from x
why: The input was thought to be centred before it is compared.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > np.mean(self.x)) * grad_output if self.x.size else grad_output * 1.0
