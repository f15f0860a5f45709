"""forward is always 0 and backward, in agreement with it, is always 0.

class: GELU
loses: test_gelu_forward, test_gelu_backward, test_gelu_contract, test_network
diagnosis: all zeros
why: A gradient check alone accepts a constant with derivative 0. The contract fixes the function.
It computes nothing, and what computes nothing has no manners to be asked for.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.zeros_like(x)

    def backward(self, grad_output):
        return np.zeros_like(grad_output)
