"""what backward needs is stored on the class

class: ReLU
loses: test_relu_contract
diagnosis: shared between layers
why: The student writes ReLU.last for self.last. Two layers then overwrite each other's memory.
"""


class ReLU(Activation):
    last = None

    def forward(self, x):
        self.x = x
        ReLU.last = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (ReLU.last > 0).astype(float) * grad_output
