class Sigmoid(Activation):
    """1 / (1 + exp(-x)), entry by entry, without overflow."""

    def forward(self, x):
        """Store x in self.x; return the sigmoid of x, same shape as x."""
        self.x = x
        return self._sigmoid(x)

    def backward(self, grad_output):
        """Return s (1 - s) grad_output, where s is the sigmoid of self.x; same shape as self.x."""
        s = self._sigmoid(self.x)
        return s * (1 - s) * grad_output

    def _sigmoid(self, x):
        # tanh never overflows, and sigmoid(x) = (1 + tanh(x / 2)) / 2
        return 0.5 * (1 + np.tanh(0.5 * x))
