"""forward silences Python's warnings, the formula is the naive one

class: Sigmoid
loses: test_sigmoid_stability
diagnosis: warning settings, overflow
why: The student silences the messenger. The filter holds for the whole program.
"""

import warnings


class Sigmoid(Activation):
    def forward(self, x):
        warnings.filterwarnings("ignore")
        self.x = x
        self.s = 1 / (1 + np.exp(-x))
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
