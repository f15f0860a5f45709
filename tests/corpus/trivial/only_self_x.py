"""self.x = x, and nothing else

why: The one line that the contract prints.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x

    def backward(self, grad_output):
        pass


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x

    def backward(self, grad_output):
        pass


class GELU(Activation):
    def forward(self, x):
        self.x = x

    def backward(self, grad_output):
        pass


class SiLU(Activation):
    def forward(self, x):
        self.x = x

    def backward(self, grad_output):
        pass
