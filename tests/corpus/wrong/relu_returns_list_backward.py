"""backward returns nested lists

class: ReLU
loses: test_relu_backward, test_network
diagnosis: list returned
why: The student converts for printing and returns what was printed. The contract wants a NumPy
array.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return ((self.x > 0) * grad_output).tolist()
