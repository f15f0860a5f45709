"""for i in x.size, without range.

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: number gone through
why: A loop over a number of entries, as in other languages.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros(x.shape)
        for i in x.size:
            out.flat[i] = max(0.0, x.flat[i])
        return out

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
