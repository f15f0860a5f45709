class GELU(Activation):
    """The tanh form of GELU, entry by entry."""

    C = np.sqrt(2 / np.pi)

    def forward(self, x):
        """Store x in self.x; return GELU(x), same shape as x."""
        self.x = x
        self.tanh = np.tanh(self.C * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.tanh)

    def backward(self, grad_output):
        """Return GELU'(self.x) * grad_output; same shape as self.x."""
        x, t = self.x, self.tanh
        first = 0.5 * (1 + t)
        second = 0.5 * x * (1 - t**2) * self.C * (1 + 3 * 0.044715 * x**2)
        return (first + second) * grad_output
