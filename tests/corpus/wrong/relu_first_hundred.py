"""only the first 100 entries are computed

class: ReLU
loses: test_relu_forward, test_network
diagnosis: large arrays
why: The student loops over a fixed count that was enough for the examples. Any size has to work.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        flat = np.array(x).ravel()
        for i in range(min(100, flat.size)):
            flat[i] = max(0.0, flat[i])
        return flat.reshape(x.shape)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
