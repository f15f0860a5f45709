class Sigmoid(Activation):
    """1 / (1 + exp(-x)), entry by entry, without overflow."""

    def forward(self, x):
        """Store x in self.x; return the sigmoid of x, same shape as x."""
        self.x = x
        return 1 / (1 + np.exp(-x))

    def backward(self, grad_output):
        """Return s (1 - s) grad_output, where s is the sigmoid of self.x; same shape as self.x."""
        return self.s * (1 - self.s) * grad_output  # self.s comes tomorrow


# a first look: far to the left
print(Sigmoid().forward(np.array([-1000.0])))
