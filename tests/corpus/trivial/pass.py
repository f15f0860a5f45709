"""pass in both methods

why: Nothing was written.
"""


class ReLU(Activation):
    def forward(self, x):
        pass

    def backward(self, grad_output):
        pass


class Sigmoid(Activation):
    def forward(self, x):
        pass

    def backward(self, grad_output):
        pass


class GELU(Activation):
    def forward(self, x):
        pass

    def backward(self, grad_output):
        pass


class SiLU(Activation):
    def forward(self, x):
        pass

    def backward(self, grad_output):
        pass
