"""backward takes the derivative at the output instead of at the input.

class: GELU
loses: test_gelu_backward, test_gelu_contract, test_network
diagnosis: derivative at output, self.x is not x
why: The student stores the output under self.x, as one may for sigmoid. The contract: self.x is the
input, and the derivative is taken there.
"""


class GELU(Activation):
    def forward(self, x):
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        self.x = 0.5 * x * (1 + np.tanh(u))
        return self.x.copy()

    def backward(self, grad_output):
        x = self.x
        u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        t = np.tanh(u)
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
