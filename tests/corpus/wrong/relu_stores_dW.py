"""backward stores its result as dW

class: ReLU
loses: test_relu_contract
diagnosis: stores dW or db
why: The student imitates Linear. dW is the gradient of a parameter, and an activation has none.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        self.dW = (self.x > 0).astype(float) * grad_output
        return self.dW.copy()
