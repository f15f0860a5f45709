"""self.x, and a plain number

why: No array at all.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5

    def backward(self, grad_output):
        return 0.5


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 0.5

    def backward(self, grad_output):
        return 0.5


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5

    def backward(self, grad_output):
        return 0.5


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return 0.5

    def backward(self, grad_output):
        return 0.5
