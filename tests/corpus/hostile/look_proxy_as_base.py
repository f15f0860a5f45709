"""Asked what it defines, the candidate claims impossible base classes.

cell: relu
outcome: its tests fail; nothing is left unjudged
evidence: a verdict "not judged"
"""

# attack
import nbjudge.candidate.agent

nbjudge.candidate.agent.Agent._look = lambda self, names: {
    name: ["class", self.opaque(int), ["GELU", "ReLU", "SGD", "ABC", 7], ["forward", 3], [["x"]]] for name in names
}
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
