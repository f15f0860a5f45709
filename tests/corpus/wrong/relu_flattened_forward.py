"""forward returns a flat array

class: ReLU
loses: test_relu_forward, test_network
diagnosis: flattened
why: The student flattens in order to loop and forgets to shape it back.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).ravel()

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
