"""forward returns x, backward grad_output

why: The fewest words that return something of the right shape.
"""


class ReLU(Activation):
    def forward(self, x):
        return x

    def backward(self, grad_output):
        return grad_output


class Sigmoid(Activation):
    def forward(self, x):
        return x

    def backward(self, grad_output):
        return grad_output


class GELU(Activation):
    def forward(self, x):
        return x

    def backward(self, grad_output):
        return grad_output


class SiLU(Activation):
    def forward(self, x):
        return x

    def backward(self, grad_output):
        return grad_output
