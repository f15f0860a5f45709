"""backward zeroes entries of the caller's grad_output

class: ReLU
loses: test_relu_contract
diagnosis: changes grad_output
why: The student masks the array that came in. grad_output belongs to the caller and must not
change.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad_output[self.x <= 0] = 0
        return grad_output
