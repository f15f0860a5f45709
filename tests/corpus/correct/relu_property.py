"""self.x is a property over a private attribute.

class: ReLU
why: layer.x gives the input; how it is kept is the student's business. The setter also serves
Activation.__init__.
"""


class ReLU(Activation):
    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, value):
        self._x = value
        self._gate = None if value is None else np.greater(value, 0)

    def forward(self, x):
        self.x = x
        return np.where(self._gate, x, 0)

    def backward(self, grad_output):
        return np.where(self._gate, grad_output, 0)
