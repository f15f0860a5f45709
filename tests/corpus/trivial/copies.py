"""self.x and copies

why: Good manners throughout, and nothing computed.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        return grad_output.copy()
