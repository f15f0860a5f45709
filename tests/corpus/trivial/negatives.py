"""self.x, -x, -grad_output

why: The same line, downwards.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return -x

    def backward(self, grad_output):
        return -grad_output


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return -x

    def backward(self, grad_output):
        return -grad_output


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return -x

    def backward(self, grad_output):
        return -grad_output


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return -x

    def backward(self, grad_output):
        return -grad_output
