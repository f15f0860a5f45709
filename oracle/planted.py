"""Right layers with a fault in a window, for `nbjudge selfcheck`: wherever the window is, the tests have to find it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from nbjudge.quality.drivers import Planted
from oracle.activations import REFERENCES
from oracle.inputs import FAR, NEAR, TINIEST

CLASSES = {name.lower(): name for name in REFERENCES}  # what stands in each solution cell
WINDOWS = 100
WIDTH, RATIO = 0.25, 1.1  # of a window within NEAR of 0, and of one anywhere: its end to its beginning

TEXT = """{solution}


class {name}({name}):
    def forward(self, x):
        y = super().forward(x)
        return y + 0.25 * ({inside}) if {in_forward} else y

    def backward(self, grad_output):
        x, gradient = self.x, super().backward(grad_output)
        return gradient + 0.25 * np.abs(grad_output) * ({inside}) if {in_backward} else gradient
"""


def windows(solutions: Mapping[str, str]) -> Iterator[Planted]:
    """WINDOWS faults, the same ones each time: in forward, in backward or in both, on one side or on both."""
    rng = np.random.default_rng(12)
    cells = [grade_id for grade_id in solutions if grade_id in CLASSES]
    for _ in range(WINDOWS if cells else 0):
        grade_id = str(rng.choice(cells))
        low, high, of = _window(rng)
        methods = [("forward",), ("backward",), ("forward", "backward")][rng.integers(3)]
        text = TEXT.format(
            solution=solutions[grade_id],
            name=CLASSES[grade_id],
            inside=f"({low!r} <= {of}) & ({of} <= {high!r})",
            in_forward="forward" in methods,
            in_backward="backward" in methods,
        )
        where = f"{low:.6g} <= {of} <= {high:.6g}".replace("np.abs(x)", "abs(x)")
        blamed = frozenset(_blamed(grade_id, CLASSES[grade_id], low, high, methods))
        yield Planted(f"{grade_id} {'+'.join(methods)} {where}", grade_id, text, blamed, frozenset({"test_network"}))


def _window(rng: np.random.Generator) -> tuple[float, float, str]:
    """Its two ends, and what lies between them: x, -x or abs(x)."""
    if rng.integers(2):
        low = float(rng.uniform(-NEAR, NEAR - WIDTH))
        return low, low + WIDTH, "x"
    low = math.exp(rng.uniform(math.log(TINIEST), math.log(FAR / RATIO)))
    return low, RATIO * low, str(rng.choice(["x", "-x", "np.abs(x)"]))


def _blamed(grade_id: str, name: str, low: float, high: float, methods: tuple[str, ...]) -> Iterator[str]:
    """The grade cells that have to find it: far out, that is the stability cell."""
    reach = REFERENCES[name].reach
    if low <= reach and high >= -reach:
        yield from (f"test_{grade_id}_{method}" for method in methods)
    if high > reach or low < -reach:
        yield f"test_{grade_id}_stability"
