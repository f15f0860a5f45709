"""backward is spelled backwards

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: method missing
why: A method of another name is another method, and the abstract one stays.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backwards(self, grad_output):
        return (self.x > 0) * grad_output
