"""A cell's outputs hold arrays, functions and giants where words belong.

cell: relu
outcome: scores what its wrong answer scores
evidence: a verdict "not judged"
"""

# attack
kept = get_ipython().kept
kept.append({"output_type": np.zeros(3)})
kept.append({"output_type": "stream", "name": np.zeros(3), "text": ["x"]})
kept.append({"output_type": "error", "ename": 1, "evalue": [], "traceback": {"a": 1}})
kept.append({"output_type": "display_data", "data": {"image/png": "no base64 \u00e9", "text/html": 5}})
kept.append([1, 2])
kept.append(7)
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
