"""How ``nbjudge selfcheck`` tells whether two answers do the same, as far as the contract of the assignment goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from nbjudge.quality.drivers import Planted, Script, Seen
from oracle import inputs
from oracle.parts import Shape
from oracle.planted import CLASSES, windows

__all__ = ["CLASSES", "allowed", "planted", "scripts"]

SINGLE = "_float32"  # how the names of float32 arrays end
SCALES = (1e-12, 1e-8, 1e-4, 1e-2, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0)


def scripts(grade_id: str) -> Iterator[Script] | None:
    """All that the contract allows to be done with a layer; None for what is no layer of this course."""
    return _scripts(CLASSES[grade_id]) if grade_id in CLASSES else None


def planted(solutions: Mapping[str, str]) -> Iterator[Planted]:
    """Solutions with a fault in a window, which has to be found wherever it is."""
    return windows(solutions)


def allowed(line: str, right: Seen, yours: Seen) -> str | None:
    """Why the contract allows a difference: where float32 went in, float32 or float64 may come back."""
    if (right.raised, right.changed) != (yours.raised, yours.changed) or SINGLE not in line:
        return None
    if type(yours.value) is not np.ndarray and not isinstance(yours.value, np.generic):
        return None
    a, b = np.asarray(right.value), np.asarray(yours.value)
    floats = {np.dtype(np.float32), np.dtype(np.float64)}
    same = {a.dtype, b.dtype} == floats and a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-30)
    return "the same numbers as float32 or float64, which the contract leaves open for float32 input" if same else None


def _scripts(name: str) -> Iterator[Script]:
    """One layer asked once, one layer asked again and again, and two layers side by side."""
    rng = np.random.default_rng(20)
    for x in _inputs(rng):
        arrays = {"x": x, "g": inputs.upstream(rng, x.shape)[0].astype(x.dtype), "h": np.zeros_like(x)}
        lines = "forward({x})", "x", "backward({g})", "backward({h})", "x"
        named = {name: f"{name}{SINGLE}" if x.dtype == np.float32 else name for name in arrays}
        calls = [f"layer.{line.format(**named)}" for line in lines]
        yield Script((f"layer = {name}()", "layer.x", *calls), {named[key]: array for key, array in arrays.items()})
    for first, second in ((3, 4), (3, 4)), ((3, 4), (5,)), ((), (2, 3)):
        yield _again(name, rng, first, second)
        yield _side_by_side(name, rng, first, second)


def _inputs(rng: np.random.Generator) -> Iterator[np.ndarray]:
    for scale in SCALES:
        x = rng.uniform(-scale, scale, size=(5, 8))
        yield x
        yield x.astype(np.float32)
    yield from inputs.ordinary(rng, *inputs.SHAPES)
    for _, view in inputs.views(rng):
        yield view
    yield np.array([0.0, -0.0, 1.0, -1.0, 1000.0, -1000.0, 40.0, -40.0, 709.8, -745.2])
    yield np.array(0.0)
    yield np.full((2, 3), -0.0)


def _again(name: str, rng: np.random.Generator, *shapes: Shape) -> Script:
    """Several calls on one layer, the shape changing on the way."""
    lines = [f"layer = {name}()"]
    for number in range(2 * len(shapes)):
        lines += [f"layer.forward(x{number})", "layer.x", f"layer.backward(g{number})", f"layer.backward(g{number})"]
    return Script((*lines, "layer.x", "layer.parameters()", "layer.grads()"), _arrays(rng, *shapes, *shapes))


def _side_by_side(name: str, rng: np.random.Generator, *shapes: Shape) -> Script:
    """Two layers, both forward before either goes backward."""
    lines = list[str]()
    for number in range(len(shapes)):
        lines += [f"layer{number} = {name}()", f"layer{number}.forward(x{number})"]
    for number in range(len(shapes)):
        lines += [f"layer{number}.x", f"layer{number}.backward(g{number})"]
    return Script(tuple(lines), _arrays(rng, *shapes))


def _arrays(rng: np.random.Generator, *shapes: Shape) -> dict[str, np.ndarray]:
    """x0, x1, ... to go forward with, and g0, g1, ... to go backward, of these shapes."""
    named = {"x": inputs.ordinary(rng, *shapes), "g": inputs.upstream(rng, *shapes)}
    return {f"{name}{number}": array for name, arrays in named.items() for number, array in enumerate(arrays)}
