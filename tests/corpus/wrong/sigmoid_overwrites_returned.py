"""backward turns the array that forward returned into the derivative

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: result changes later
why: The student saves memory in self.s, which is the very array that the caller got from forward.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = np.asarray(logistic(x))
        self.done = False
        return self.s

    def backward(self, grad_output):
        if not self.done:
            np.multiply(self.s, 1 - self.s, out=self.s)
            self.done = True
        return self.s * grad_output
