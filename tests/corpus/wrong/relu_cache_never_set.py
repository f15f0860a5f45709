"""forward does not store x

class: ReLU
loses: test_relu_backward, test_relu_contract, test_network
diagnosis: None where an array belongs, x not stored
why: The student assigns a local name and believes that self.x is set by the base class. It is None
there.
"""


class ReLU(Activation):
    def forward(self, x):
        data = x
        return np.maximum(0, data)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
