"""Two loops over rows and columns: only 2-D arrays work.

class: GELU
loses: test_gelu_forward, test_gelu_backward
diagnosis: two-dimensional arrays only, function of one number
why: The student thinks of a batch. The contract says any shape, and already the example is 1-D.
"""

import math


class GELU(Activation):
    def forward(self, x):
        self.x = x
        out = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                u = math.sqrt(2 / math.pi) * (x[i, j] + 0.044715 * x[i, j] ** 3)
                out[i, j] = 0.5 * x[i, j] * (1 + math.tanh(u))
        return out

    def backward(self, grad_output):
        out = np.zeros(self.x.shape)
        for i in range(self.x.shape[0]):
            for j in range(self.x.shape[1]):
                x = self.x[i, j]
                t = math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
                du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
                out[i, j] = (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output[i, j]
        return out
