"""In place, but in arrays of its own.

class: GELU
why: x and grad_output are only read.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.array(x, dtype=float)
        u *= x
        u *= 0.044715
        u += 1
        u *= x
        u *= np.sqrt(2 / np.pi)
        np.tanh(u, out=u)
        u += 1
        u *= x
        u /= 2
        return u

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        gradient = np.array(0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du)
        gradient *= grad_output
        return gradient
