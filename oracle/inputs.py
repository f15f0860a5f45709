"""The arrays that questions are asked with: random, but the same each time for the same student."""

from __future__ import annotations

import math
import os
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

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

NEAR = 50.0
FAR = 1000.0  # the contract goes no further
TINIEST = 1e-12  # below it a tolerance hides nearly everything


class Stretch(NamedTuple):
    """A part of the line, and how wide the strata are that it is cut into: by a factor, or else by a step."""

    begin: float
    end: float
    factor: float = 0.0
    step: float = 0.0


# What is wrong in a window wider than that is met by every seed: by 10 %, or by 0.25 below NEAR, and often by less.
LINE = (
    Stretch(1e-300, TINIEST, factor=1e10),
    Stretch(TINIEST, 0.1, factor=1.09),
    Stretch(0.1, 2.5, factor=1.04),
    Stretch(2.5, 30.0, step=0.2),
    Stretch(30.0, NEAR, step=0.2),
    Stretch(NEAR, FAR, factor=1.03),
)


def _cut_up(line: Iterable[Stretch]) -> tuple[np.ndarray, np.ndarray]:
    """Where each stratum begins, and how wide it is. Before the first of each stretch stands one without any width."""
    begins, widths = [], []
    for begin, end, factor, step in line:
        count = math.ceil(math.log(end / begin) / math.log(factor) if factor else (end - begin) / step)
        edges = (np.geomspace if factor else np.linspace)(begin, end, count + 1)
        begins += [edges[:1], edges[:-1]]
        widths += [np.zeros(1), np.diff(edges)]
    return np.concatenate(begins), np.concatenate(widths)


BEGINS, WIDTHS = _cut_up(LINE)
COLUMNS = 31


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


def strata(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Numbers of both signs, ``low`` to ``high`` in size, so near to each other that nothing goes wrong between them.

    There is one in each stratum, in all of them at the same place, which is random: so the next one is never further
    away than a stratum is wide, with any seed. Where stretches of LINE meet there is one for certain. Shape (n, 31):
    that only the first rows or columns are handled shows.

    Args:
        low, high: 0, or where stretches meet.
    """
    numbers = _strata(rng, low, high)
    return np.resize(numbers, (math.ceil(numbers.size / COLUMNS), COLUMNS))


def some_strata(rng: np.random.Generator, high: float) -> np.ndarray:
    """The like from 1e-12 on, an eighth of them, as a vector: for what is the same at every size, or nearly so."""
    return _strata(rng, TINIEST, high, every=8)


def _strata(rng: np.random.Generator, low: float, high: float, every: int = 1) -> np.ndarray:
    first, last = np.searchsorted(BEGINS, (low, high))
    begins, widths = BEGINS[first:last:every], WIDTHS[first:last:every]
    places = rng.uniform(size=2)
    return np.concatenate([begins + places[0] * widths, -begins - places[1] * widths, (high, -high)])


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
