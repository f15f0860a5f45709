"""parameters() returns [self.x]

class: ReLU
loses: test_relu_contract, test_network
diagnosis: parameters
why: The student thinks that whatever a layer keeps is a parameter. The optimizer would train the
data.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output

    def parameters(self):
        return [self.x]
