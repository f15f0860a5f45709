"""The arrays that questions are asked with: random, but the same each time for the same student."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import numpy as np

# Every kind of shape that the contract names, the awkward ones included.
SHAPES: tuple[tuple[int, ...], ...] = (
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
LARGE = (53, 31)


def generator(question: str) -> np.random.Generator:
    """Random numbers for one question, the same in every run with the same ``NBJUDGE_SEED``.

    The judge sets that variable from student and assignment, so that inputs differ between students
    and a regrade asks exactly what was asked before. Without it the seed is 0.
    """
    seed = int(os.environ.get("NBJUDGE_SEED", "0"))
    # Philox takes its key as it is: any two keys, however alike, give independent streams
    return np.random.Generator(np.random.Philox(key=seed << 32 | zlib.crc32(question.encode())))


def ordinary(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers of both signs, 0.01 to 4 in size, where activations bend; the first of five or more is 4 in size.

    What goes wrong only nearer to 0 or further out has questions of its own, and what goes wrong somewhere below 4
    should not come and go with the seed.
    """
    drawn = rng.normal(scale=1.5, size=shape)
    sizes = np.asarray(np.clip(np.abs(drawn), 0.01, 4.0))
    if sizes.size >= FEW:
        sizes.flat[0] = 4.0
    return np.asarray(np.copysign(sizes, drawn))


def upstream(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """A gradient from above: both signs, no two entries alike, none near zero, so that no mistake hides."""
    return np.asarray(_signs(rng, shape) * rng.uniform(0.5, 2.5, size=shape))


def _signs(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """-1.0 and 1.0, as a coin falls."""
    return np.asarray(2.0 * rng.integers(0, 2, size=shape) - 1.0)


def every_scale(rng: np.random.Generator, reach: float) -> np.ndarray:
    """Numbers of both signs from 1e-8 to ``reach``, evenly spread over the powers of ten; shape (12, 10).

    The first row goes out to the ends for certain.
    """
    sizes = 10.0 ** rng.uniform(-8.0, np.log10(reach), size=(12, 10))
    sizes[0] = reach * np.array([1.0, 1.0, 0.95, 0.95, 0.8, 0.8, 0.6, 0.6, 0.4, 0.4])
    signs = _signs(rng, sizes.shape)
    signs[0] = [1, -1] * 5
    return np.asarray(signs * sizes)


def views(rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """Arrays whose memory is not laid out row by row, each with a name for messages."""
    yield "every second column", ordinary(rng, (4, 10))[:, ::2]
    yield "rows in reverse", ordinary(rng, (5, 3))[::-1]
    yield "a transposed array", ordinary(rng, (3, 6)).T
    yield "axes in another order", ordinary(rng, (2, 3, 4)).transpose(2, 0, 1)
    yield "a column", ordinary(rng, (7, 3))[:, 1]
