"""the cell silences Python's warnings, the formula is the naive one

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: overflow
why: The student silences the messenger once at the top. The tests turn warnings on again, and the
overflow is there.
"""

import warnings

warnings.filterwarnings("ignore")


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-x))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
