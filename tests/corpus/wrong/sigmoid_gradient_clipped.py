"""backward clips grad_output to [-1, 1]

class: Sigmoid
loses: test_sigmoid_backward, test_network
diagnosis: clipped upstream, clipped result
why: The student wants no exploding gradients. Clipping is the optimizer's choice, not the layer's.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * np.clip(grad_output, -1, 1)
