"""forward returns an instance of the student's own ndarray subclass

class: ReLU
loses: test_relu_forward, test_network
diagnosis: no plain array
why: The student tags results with a class of their own. The contract wants exactly numpy.ndarray.
"""


class Activated(np.ndarray):
    pass


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.asarray(np.maximum(0, x)).view(Activated)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
