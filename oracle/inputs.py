"""The arrays that questions are asked with: random, but the same each time for the same student."""

from __future__ import annotations

import math
import os
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence

from oracle.parts import Shape, cut

# Every kind of shape that the contract names, the awkward ones included.
SHAPES: tuple[Shape, ...] = (
    (),
    (0,),
    (0, 3),
    (1,),
    (5,),
    (1, 1),
    (3, 4),
    (17, 1),
    (2, 3, 4),
    (2, 1, 3, 1, 2),
)

FEW = 5  # numbers, from which on one of them can be an end of the range

# Large enough that code which handles only a first chunk, or loops over a fixed count, is found out.
LARGE = (35, 31)


class _Key(ISeedSequence):
    """A key for Philox, which takes it as it is: any two keys, however alike, give independent streams.

    ``Philox(key=...)`` would do the same, and first ask the operating system for a seed that it does not use.
    """

    def __init__(self, *words: int) -> None:
        self._words = words

    def generate_state(self, n_words: int, dtype: Any = np.uint64) -> np.ndarray:
        return np.array(self._words[:n_words], dtype)


def generator(question: str) -> np.random.Generator:
    """Random numbers for one question, the same in every run with the same ``NBJUDGE_SEED``.

    The judge sets that variable from student and assignment, so that inputs differ between students
    and a regrade asks exactly what was asked before. Without it the seed is 0.
    """
    seed = int(os.environ.get("NBJUDGE_SEED", "0"))
    key: Any = _Key(zlib.crc32(question.encode()), seed)  # NumPy documents ISeedSequence here, its stubs lack it
    return np.random.Generator(np.random.Philox(key))


def ordinary(rng: np.random.Generator, *shapes: Shape) -> list[np.ndarray]:
    """An array for each shape, with numbers of both signs, 0.01 to 4 in size, where activations bend.

    The first of five numbers or more is 4 in size. What goes wrong only nearer to 0 or further out has questions of
    its own, and what goes wrong somewhere below 4 should not come and go with the seed.
    """
    drawn = rng.normal(scale=1.5, size=sum(map(math.prod, shapes)))
    arrays = _apart(np.copysign(np.minimum(np.maximum(np.abs(drawn), 0.01), 4.0), drawn), shapes)
    for array in arrays:
        if array.size >= FEW:
            array.flat[0] = math.copysign(4.0, array.flat[0])
    return arrays


def upstream(rng: np.random.Generator, *shapes: Shape) -> list[np.ndarray]:
    """For each shape a gradient from above: both signs, no two entries alike, none near zero, so that no mistake hides.

    They are 0.5 to 2.5 in size.
    """
    drawn = rng.uniform(-2.0, 2.0, size=sum(map(math.prod, shapes)))
    return _apart(drawn + np.copysign(0.5, drawn), shapes)


def _apart(numbers: np.ndarray, shapes: Iterable[Shape]) -> list[np.ndarray]:
    """The numbers as arrays that share no memory: what becomes of a view is a question of its own."""
    return [part.copy() for part in cut(numbers, shapes)]


def every_scale(rng: np.random.Generator, reach: float) -> np.ndarray:
    """Numbers of both signs from 1e-8 to ``reach``, evenly spread over the powers of ten; shape (12, 10).

    The first row goes out to the ends for certain.
    """
    drawn = 10.0 ** rng.uniform(-8.0, math.log10(reach), size=(12, 10))
    drawn *= np.copysign(1.0, rng.uniform(-1.0, 1.0, size=drawn.shape))
    drawn[0] = reach * np.array([1.0, -1.0, 0.95, -0.95, 0.8, -0.8, 0.6, -0.6, 0.4, -0.4])
    return np.asarray(drawn)


def views(rng: np.random.Generator) -> list[tuple[str, np.ndarray]]:
    """Arrays whose memory is not laid out row by row, each with a name for messages."""
    wide, tall, flat, deep, table = ordinary(rng, (4, 10), (5, 3), (3, 6), (2, 3, 4), (7, 3))
    return [
        ("every second column", wide[:, ::2]),
        ("rows in reverse", tall[::-1]),
        ("a transposed array", flat.T),
        ("axes in another order", deep.transpose(2, 0, 1)),
        ("a column", table[:, 1]),
    ]
