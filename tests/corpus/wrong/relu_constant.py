"""forward is always 0, backward too

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: all zeros
why: A placeholder that was never replaced. Its gradient fits its forward, and both are wrong.
It computes nothing, and what computes nothing has no manners to be asked for.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.zeros_like(x)

    def backward(self, grad_output):
        return np.zeros_like(grad_output)
