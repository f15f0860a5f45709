class SiLU(Activation):
    """x * sigmoid(x), entry by entry, without overflow."""

    def forward(self, x):
        """Store x in self.x; return SiLU(x), same shape as x."""
        self.x = x
        return x * self._s(x)

    def backward(self, grad_output):
        """Return the derivative of SiLU at self.x, times grad_output; same shape as self.x."""
        s = self._s(self.x)
        return grad_output * s * (1 + self.x * (1 - s))

    def _s(self, x):
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1, e) / (1 + e)
