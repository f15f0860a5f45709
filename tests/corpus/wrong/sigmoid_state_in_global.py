"""what backward needs is stored in a global list

class: Sigmoid
loses: test_sigmoid_contract
diagnosis: shared between layers
why: The student appends outputs to a global list and takes the last, which may be another layer's.
"""

_outputs = []


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        _outputs.append(logistic(x))
        return _outputs[-1].copy()

    def backward(self, grad_output):
        s = _outputs[-1]
        return s * (1 - s) * grad_output
