"""Many small arrays as one vector, and back: NumPy takes hardly longer for a thousand numbers than for one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

Shape = tuple[int, ...]


def joined(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Their numbers one after the other, each array's in row-major order; float64 if any of them is."""
    return np.concatenate([array.ravel() for array in arrays])


def cut(numbers: np.ndarray, shapes: Iterable[Shape]) -> list[np.ndarray]:
    """The vector's numbers in order, as arrays of these shapes: views of it."""
    parts, start = [], 0
    for shape in shapes:
        end = start + math.prod(shape)
        parts.append(numbers[start:end].reshape(shape))
        start = end
    return parts
