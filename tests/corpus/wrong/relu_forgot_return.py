"""forward computes and returns nothing

class: ReLU
loses: test_relu_forward, test_network
diagnosis: nothing returned
why: The student stores the output and forgets the return, so the caller gets None.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        self.out = np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
