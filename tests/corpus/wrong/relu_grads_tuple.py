"""grads() returns an empty tuple

class: ReLU
loses: test_relu_contract
diagnosis: parameters
why: The student thinks that empty is empty. The contract says a list, to which lists of other
layers can be added.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output

    def grads(self):
        return ()
