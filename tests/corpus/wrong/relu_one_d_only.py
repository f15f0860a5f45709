"""forward loops over a vector

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: whole array as a condition, 0-d arrays
why: The student tries it with a vector only. For a matrix, max gets a row and raises.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.array([max(0.0, value) for value in x])

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
