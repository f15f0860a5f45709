"""The candidate dies in a test; its successor answers the first question with an error.

cell: relu
outcome: its tests fail; nothing is left unjudged
evidence: a verdict "not judged"
"""

# attack
import os

import nbjudge.candidate.agent

honest, asked = nbjudge.candidate.agent.Agent._look, []


def moody(self, names):
    asked.append(names)
    if len(asked) == 1:
        raise ValueError("not now")
    return honest(self, names)


nbjudge.candidate.agent.Agent._look = moody
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        os._exit(0)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
