"""The slope is the imaginary part of forward, a tiny step off the real line.

class: SiLU
why: The complex step has no cancellation: it is exact to the last digit or so.
"""


def silu(z):
    turned = np.where(z.real >= 0, -z, z)  # its real part is never positive
    e = np.exp(turned)
    return z * np.where(z.real >= 0, 1.0, e) / (1.0 + e)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return silu(x.astype(complex)).real.copy()

    def backward(self, grad_output):
        return silu(self.x.astype(complex) + 1e-200j).imag / 1e-200 * grad_output
