"""what backward needs is stored in a global variable

class: ReLU
loses: test_relu_contract
diagnosis: shared between layers
why: The student passes the mask through a global name, of which there is one for all layers.
"""

_mask = None


class ReLU(Activation):
    def forward(self, x):
        global _mask
        self.x = x
        _mask = x > 0
        return np.maximum(0, x)

    def backward(self, grad_output):
        return _mask.astype(float) * grad_output
