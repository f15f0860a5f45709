"""forward returns a copy of x and backward a copy of grad_output.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_gelu_contract, test_network
diagnosis: x itself, upstream alone
why: A placeholder that passes every gradient check and shape check. It is not GELU.
It computes nothing, and what computes nothing has no manners to be asked for.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()
