"""forward returns a masked array

class: ReLU
loses: test_relu_forward, test_network
diagnosis: masked array
why: The student masks the negative entries and fills them with 0, but leaves the mask's type around
them.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.ma.masked_less(x, 0).filled(0.0)
        return np.ma.array(out)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
