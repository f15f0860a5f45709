"""A thousand statements that are refused, each with a message of a megabyte.

cell: relu
outcome: scores what its wrong answer scores
evidence: a notebook or a note that is larger than its limit
"""

# attack
for number in range(3):
    raise PermissionError(1, "x" * 1_000_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
raise PermissionError(1, "<script>" * 100_000)
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
