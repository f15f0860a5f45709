"""Type hints, keyword defaults and an __init__ of its own.

class: ReLU
why: More signature than needed; forward(x) and backward(grad_output) work as the contract says.
"""

from typing import Final


class ReLU(Activation):
    threshold: Final = 0.0

    def __init__(self, name: str = "relu") -> None:
        super().__init__()
        self.name = name

    def __repr__(self) -> str:
        return f"ReLU(name={self.name!r})"

    def forward(self, x: np.ndarray, *, out: "np.ndarray | None" = None) -> np.ndarray:
        self.x = x
        return np.maximum(x, self.threshold, out=out)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return np.multiply(grad_output, self.x > self.threshold)
