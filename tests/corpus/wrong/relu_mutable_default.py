"""the cache is a mutable default argument, one for all layers

class: ReLU
loses: test_relu_contract
diagnosis: shared between layers
why: The student does not know that a default value is made once. Every layer gets the same
dictionary.
"""


class ReLU(Activation):
    def __init__(self, cache={}):
        super().__init__()
        self.cache = cache

    def forward(self, x):
        self.x = x
        self.cache["mask"] = x > 0
        return np.maximum(0, x)

    def backward(self, grad_output):
        return self.cache["mask"].astype(float) * grad_output
