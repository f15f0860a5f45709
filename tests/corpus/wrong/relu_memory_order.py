"""forward ravels in memory order and shapes back in row order

class: ReLU
loses: test_relu_forward
diagnosis: wrong places
why: The student has read that order="K" is fast. For a transposed view the numbers land in other
places.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        flat = np.maximum(0, x.ravel(order="K"))
        return flat.reshape(x.shape)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
