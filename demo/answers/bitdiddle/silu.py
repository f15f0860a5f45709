class SiLU(Activation):
    """x * sigmoid(x), entry by entry, without overflow."""

    def __init__(self):
        super().__init__()
        self.sigmoid = Sigmoid()

    def forward(self, x):
        """Store x in self.x; return SiLU(x), same shape as x."""
        self.x = x
        self.s = self.sigmoid.forward(x)
        return x * self.s

    def backward(self, grad_output):
        """Return the derivative of SiLU at self.x, times grad_output; same shape as self.x."""
        # the product rule; my Sigmoid knows its own slope
        return self.s * grad_output + self.x * self.sigmoid.backward(grad_output)
