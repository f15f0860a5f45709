"""the cache is a mutable default argument, one for all calls

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: shared between layers
why: The student does not know that a default value is made once. Every layer gets the same
dictionary.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x, cache={}):
        self.x = x
        self.cache = cache
        cache["s"] = logistic(x)
        return cache["s"].copy()

    def backward(self, grad_output):
        s = self.cache["s"]
        return s * (1 - s) * grad_output
