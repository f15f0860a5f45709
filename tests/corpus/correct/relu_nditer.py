"""np.nditer with an allocated output.

class: ReLU
why: nditer chooses the memory layout but keeps the shape; zerosize_ok admits empty arrays.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        with np.nditer(
            [x, None], flags=["zerosize_ok"], op_flags=[["readonly"], ["writeonly", "allocate"]]
        ) as iterator:
            for source, target in iterator:
                target[...] = source if source > 0 else 0.0
            return iterator.operands[1]

    def backward(self, grad_output):
        operands = [self.x, grad_output, None]
        modes = [["readonly"], ["readonly"], ["writeonly", "allocate"]]
        with np.nditer(operands, flags=["zerosize_ok"], op_flags=modes) as iterator:
            for source, above, target in iterator:
                target[...] = above if source > 0 else 0.0
            return iterator.operands[2]
