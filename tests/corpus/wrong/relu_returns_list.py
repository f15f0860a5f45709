"""forward returns nested lists

class: ReLU
loses: test_relu_forward, test_network
diagnosis: list returned
why: The student prints nicer output with tolist(). The contract wants a NumPy array.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x).tolist()

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
