class GELU(Activation):
    """The tanh form of GELU, entry by entry."""

    def forward(self, x):
        """Store x in self.x; return GELU(x), same shape as x."""
        self.x = x
        return 0.5 * x * (1 + np.tanh(self._u(x)))

    def backward(self, grad_output):
        """Return GELU'(self.x) * grad_output; same shape as self.x."""
        t = np.tanh(self._u(self.x))
        return (0.5 * (1 + t) + 0.5 * self.x * (1 - t**2)) * grad_output

    def _u(self, x):
        return np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
