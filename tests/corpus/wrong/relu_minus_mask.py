"""a minus before a mask

class: ReLU
loses: test_relu_backward, test_relu_contract, test_network
diagnosis: arithmetic of masks
why: NumPy has no minus for bool. A mask times a number is one.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return -(self.x > 0) * grad_output
