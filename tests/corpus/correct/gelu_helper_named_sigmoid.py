"""A helper function called sigmoid.

class: GELU
why: The natural name for it. The student's names are the student's: the tests must not put
something else under them.
"""


def sigmoid(v):
    return 0.5 * (1 + np.tanh(0.5 * v))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x * sigmoid(np.sqrt(8 / np.pi) * (x + 0.044715 * x**3))

    def backward(self, grad_output):
        x = self.x
        s = sigmoid(np.sqrt(8 / np.pi) * (x + 0.044715 * x**3))
        return (s + x * s * (1 - s) * np.sqrt(8 / np.pi) * (1 + 0.134145 * x**2)) * grad_output
