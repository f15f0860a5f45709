"""a Module with all methods, but not an Activation

class: ReLU
loses: test_relu_contract
diagnosis: no Activation
why: The student starts from Module and writes out what Activation gives for free. The class should
be an Activation.
"""


class ReLU(Module):
    def __init__(self):
        super().__init__()
        self.x = None

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output

    def parameters(self):
        return []

    def grads(self):
        return []
