"""self.x, and words

why: Not even numbers.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return "done"

    def backward(self, grad_output):
        return "done"


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return "done"

    def backward(self, grad_output):
        return "done"


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return "done"

    def backward(self, grad_output):
        return "done"


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return "done"

    def backward(self, grad_output):
        return "done"
