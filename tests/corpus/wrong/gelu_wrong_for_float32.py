"""For float32 input the result is cut to whole numbers.

class: GELU
loses: test_gelu_forward
diagnosis: float32 input
why: A conversion for integer input, keyed on the wrong test: everything that is not float64 is
turned to int first. float32 is in the contract.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        if x.dtype != np.float64:
            x = x.astype(int).astype(float)
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(u))

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
