"""The encoder sends a subclass of ndarray and a Python object as if they were plain.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
from nbjudge.wire import encode as wire_encode
from nbjudge.wire import forms as wire_format


class Sub(np.ndarray):
    def __array_ufunc__(self, *a, **k):
        return np.zeros(self.shape)


wire_encode._ENCODERS[id(Sub)] = wire_encode._Encoder.array
wire_format.type_name = wire_encode.type_name = lambda value: "ndarray"
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return np.zeros_like(x).view(Sub)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
