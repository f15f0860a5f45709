"""np.power, np.square and np.add instead of operators.

class: GELU
why: Functions return scalars for 0-d arrays, and nothing here assigns into them.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = np.multiply(np.sqrt(2 / np.pi), np.add(x, 0.044715 * np.power(x, 3)))
        return np.multiply(0.5 * x, np.add(1, np.tanh(u)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * np.power(x, 3)))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * np.square(x))
        return (0.5 * (1 + t) + 0.5 * x * (1 - np.square(t)) * du) * grad_output
