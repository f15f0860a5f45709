"""parameters() returns None

class: ReLU
loses: test_relu_contract, test_network
diagnosis: parameters
why: The student writes "no parameters" as None. An optimizer goes through the list, which should be
empty.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output

    def parameters(self):
        return None
