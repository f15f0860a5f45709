"""backward reads raw bytes as float64, whatever the type

class: ReLU
loses: test_relu_backward
diagnosis: shapes do not fit
why: The student copies with frombuffer, which assumes float64. Four-byte numbers come out as
nonsense or raise.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        above = np.frombuffer(bytearray(grad_output.tobytes()))[: self.x.size]
        return (self.x > 0) * above.reshape(self.x.shape)
