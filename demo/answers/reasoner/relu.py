class ReLU(Activation):
    """max(0, x), entry by entry."""

    def forward(self, x):
        """Store x in self.x; return max(0, x), same shape as x."""
        self.x = x
        return x * (x > 0)

    def backward(self, grad_output):
        """Return grad_output where self.x > 0, and 0 elsewhere; same shape as self.x."""
        return grad_output * (self.x > 0)
