"""forward calls np.maximun

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: unknown name
why: A slip of the finger, on a line that only grading runs.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximun(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
