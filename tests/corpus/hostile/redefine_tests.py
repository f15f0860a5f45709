"""The student defines tests with the names of the hidden ones, compiled under the cells' file names.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
for cell in ("test-relu-forward", "test-relu-backward", "test-relu-contract"):
    for name in ("test_relu_forward_values", "test_relu_backward_values", "test_relu_keeps_its_input"):
        exec(compile(f"def {name}(): pass", f"<cell {cell}>", "exec"))
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
