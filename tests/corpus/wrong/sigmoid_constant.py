"""forward is always 1/2, backward 0

class: Sigmoid
loses: test_sigmoid_forward, test_sigmoid_backward, test_sigmoid_contract, test_sigmoid_stability, test_network
diagnosis: constant, all zeros
why: A placeholder that was never replaced. Its gradient fits its forward, and both are wrong.
It computes nothing, and what computes nothing has no manners to be asked for.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return np.full_like(x, 0.5)

    def backward(self, grad_output):
        return np.zeros_like(grad_output)
