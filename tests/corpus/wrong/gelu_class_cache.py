"""tanh(u) is kept in a dictionary of the class, shared by all layers.

class: GELU
loses: test_gelu_contract
diagnosis: shared between layers
why: A mutable class attribute looks like an attribute of the instance. Two layers must not share
what they remember.
"""


class GELU(Activation):
    cache = {}

    def forward(self, x):
        self.x = x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        self.cache["t"] = np.tanh(u)
        return 0.5 * x * (1 + self.cache["t"])

    def backward(self, grad_output):
        x = self.x
        t = self.cache["t"]
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
