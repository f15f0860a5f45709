class Sigmoid(Activation):
    """1 / (1 + exp(-x)), entry by entry, without overflow."""

    def forward(self, x):
        """Store x in self.x; return the sigmoid of x, same shape as x."""
        self.x = x
        e = np.exp(-np.abs(x))
        self.y = np.where(x >= 0, 1, e) / (1 + e)
        return self.y

    def backward(self, grad_output):
        """Return s (1 - s) grad_output, where s is the sigmoid of self.x; same shape as self.x."""
        return grad_output * self.y * (1 - self.y)
