"""What is told of the cell is forged: outputs, stops and skips without end, of wrong types, and with markup.

cell: relu
outcome: scores what its wrong answer scores
evidence: a note that is larger than its limit, or an examiner that stops
"""

# attack
import nbjudge.candidate.cells


def told(self, streams):
    return {
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "20 passed"}] * 10_000,
        "skipped": [[0, "x" * 100_000]] * 50 + [["1", 2], [], None, [1], [2**60, "NameError"]],
        "stopped": ["TimeUp\x1b[31m<script>", "\n\r</script>" * 10_000, -5, 2**63],
    }


nbjudge.candidate.cells.CellRunner._told = told
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
