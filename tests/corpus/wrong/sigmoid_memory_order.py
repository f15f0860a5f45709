"""forward loops in memory order and shapes back in row order

class: Sigmoid
loses: test_sigmoid_forward
diagnosis: wrong places
why: The student loops over np.nditer, which goes as the memory lies. For a transposed view the
numbers land in other places.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        if x.size == 0:
            return np.zeros(x.shape)
        return np.array([logistic(value) for value in np.nditer(x)]).reshape(x.shape)

    def backward(self, grad_output):
        s = logistic(self.x)
        return s * (1 - s) * grad_output
