"""A metaclass lies about its name, its instances and its mro.

cell: relu
outcome: its results are wrong answers
evidence: a score above that of the wrong answer alone
"""


# attack
class Lie(type):
    __name__ = property(lambda cls: "ndarray")
    __instancecheck__ = __subclasscheck__ = lambda cls, other: True
    __hash__ = lambda cls: hash(np.ndarray)
    __eq__ = lambda cls, other: True

    def mro(cls):
        return [cls, object]


class Liar(metaclass=Lie):
    dtype = np.dtype(float)
    shape = ()


# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return Liar()
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        return Liar()
        # end of attack
        return np.ones_like(grad_output)
