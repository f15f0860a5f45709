"""A small layer and scripts for it, to tell answers apart by what they do."""

from __future__ import annotations

from typing import Any

import numpy as np

from nbjudge.quality.drivers import Script
from nbjudge.quality.equivalence import Comparison, compare

X = np.array([[0.5, -1.5, 2.0], [-0.25, 0.0, 3.0]])
LAYER = """class Layer:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y.copy()

    def backward(self, g):
        return (1 - self.y**2) * g
"""
SCRIPTS = [
    Script(
        ("layer = Layer()", "layer.forward(x)", "layer.backward(g)", "layer.backward(h)"), {"x": X, "g": -X, "h": X}
    ),
    Script(
        ("one, two = Layer(), Layer()", "one.forward(x)", "two.forward(g)", "one.backward(g)", "one.forward(g)"),
        {"x": X[:1], "g": 1 - X[:1]},
    ),
]
# What a mutant may do otherwise: a part of the layer, and what stands there instead
DIFFERENCES = {
    "other numbers": ("np.tanh(x)", "np.tanh(1.0000001 * x)"),
    "other shape": ("self.y.copy()", "self.y.T"),
    "other dtype": ("self.y.copy()", "self.y.astype(np.float32)"),
    "other type": ("self.y.copy()", "self.y.tolist()"),
    "nothing": ("return self.y.copy()", "pass"),
    "raises": ("self.y.copy()", "self.z"),
    "warns": ("self.y.copy()", "self.y + 0 * np.log(-1.0)"),
    "x changed": ("np.tanh(x)", "np.tanh(x, out=x)"),
    "grad_output changed": ("(1 - self.y**2) * g", "np.multiply(1 - self.y**2, g, out=g)"),
    "earlier result changed": ("return (1 ", "self.b = getattr(self, 'b', 0 * g); self.b[:] = g; return self.b; (1 "),
    "state on the class": ("self.y = ", "type(self).y = "),
    "first forward kept": ("self.y = np.tanh(x)", "self.y = getattr(self, 'y', np.tanh(x))"),
    "infinite": ("* g", "* g / 0.0"),
}  # fmt: skip


def defined(text: str) -> dict[str, Any]:
    """What a text defines."""
    names: dict[str, Any] = {"np": np}
    exec(text, names)
    return names


def compared(text: str, scripts: list[Script] = SCRIPTS, right: str = LAYER) -> Comparison:
    """A text compared with the layer, or with another one that is right."""
    return compare(defined(right), defined(text), scripts, lambda *_: None)
