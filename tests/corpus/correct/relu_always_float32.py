"""Returns float32 whatever came in.

class: ReLU
why: The contract allows float32 results; tolerances follow the coarser type.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0).astype(np.float32)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, 0).astype(np.float32)
