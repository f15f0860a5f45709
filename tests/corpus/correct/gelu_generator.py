"""A generator yields rows of a flat view in chunks.

class: GELU
why: np.concatenate needs at least one piece, so an empty input is given one.
"""


def pieces(array, size=100):
    flat = array.ravel()
    for start in range(0, flat.size, size):
        x = flat[start : start + size]
        yield 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.concatenate([np.empty(0), *pieces(x)]).reshape(x.shape)

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
