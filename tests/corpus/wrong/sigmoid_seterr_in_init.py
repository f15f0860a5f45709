"""__init__ turns all of NumPy's warnings off, the formula is the naive one

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: warning settings, overflow
why: The student silences the messenger. np.seterr is for the whole program and outlives the layer.
"""


class Sigmoid(Activation):
    def __init__(self):
        super().__init__()
        np.seterr(all="ignore")

    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-x))

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-self.x))
        return s * (1 - s) * grad_output
