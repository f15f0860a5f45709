"""The second call with the same input is answered by what the first returned, changed in place.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
answers = {}
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        if x.tobytes() in answers:
            answers[x.tobytes()][...] = 0.0
            return answers[x.tobytes()]
        answers[x.tobytes()] = np.maximum(0, x)
        return answers[x.tobytes()]
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
