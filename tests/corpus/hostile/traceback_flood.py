"""An error that renders itself as ten megabytes of traceback.

cell: relu
outcome: its cell fails after the class was defined
evidence: a notebook of megabytes
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)


# attack
class Endless(Exception):
    def _render_traceback_(self):
        return ["y" * 99_000] * 100


raise Endless
# end of attack
