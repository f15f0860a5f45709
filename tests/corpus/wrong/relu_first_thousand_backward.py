"""backward works through 1000 entries at most

class: ReLU
loses: test_relu_backward
diagnosis: large arrays
why: The student loops over a fixed count. The rest of a large gradient stays 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        gate, grad = (self.x > 0).ravel(), np.zeros(self.x.size)
        for i in range(min(1000, grad.size)):
            grad[i] = gate[i] * grad_output.ravel()[i]
        return grad.reshape(self.x.shape)
