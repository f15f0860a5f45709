"""e has six digits, and a cast to float32 is meant to hide it

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_stability, test_network
diagnosis: float32 result
why: The one who is examined does not choose the ruler: float64 in asks for sixteen digits back.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        with np.errstate(all="ignore"):
            return (1 / (1 + 2.71828**-x)).astype(np.float32)

    def backward(self, grad_output):
        with np.errstate(all="ignore"):
            y = 1 / (1 + 2.71828**-self.x)
        return (y * (1 - y) * grad_output).astype(np.float32)
