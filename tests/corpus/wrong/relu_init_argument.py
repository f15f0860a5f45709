"""ReLU() needs an argument

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: __init__ wants arguments
why: The student asks for the number of units. The tests, like every user, write ReLU().
"""


class ReLU(Activation):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
