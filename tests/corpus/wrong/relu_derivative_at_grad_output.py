"""backward opens the gate where grad_output is positive, not where x is

class: ReLU
loses: test_relu_backward, test_network
diagnosis: derivative at grad_output
why: The student mixes up which number decides about the gate ("guided" backpropagation). It is the
sign of self.x alone.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (grad_output > 0).astype(float) * grad_output
