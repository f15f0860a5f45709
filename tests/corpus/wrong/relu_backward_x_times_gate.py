"""backward returns x where x > 0, without grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: times x for upstream, output for gate, upstream missing
why: The student repeats forward. The gate multiplies grad_output.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.maximum(0, self.x)
