"""What formulas are made of here: places with slips in them, and families with constants to be solved for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from oracle.diagnosis.cause import Cause


class Slip(NamedTuple):
    """What stands in a place instead of what is right."""

    values: np.ndarray | float
    key: str
    sentence: str


class Place(NamedTuple):
    """A factor of a term: what is right, and what may stand there instead."""

    right: np.ndarray | float
    slips: Sequence[Slip] = ()


Formula = Callable[[np.ndarray], Sequence[Sequence[Place]]]
"""Of x: a list of terms, which are added; a term is a list of places, which are multiplied."""

Model = Callable[..., np.ndarray]
"""x and the constants to what forward returns, or to the slope."""


class Family(NamedTuple):
    """Formulas with constants in them.

    Attributes:
        model: the formula; ``starts``: where to look for its constants from.
        told: what constants that fit say; None if nothing.
    """

    model: Model
    starts: Sequence[tuple[float, ...]]
    told: Callable[..., Cause | None]


class Peel(NamedTuple):
    """A place in a formula that is solved for, all the rest of it being right.

    Attributes:
        key, sentence: what is told, ``{}`` being what stands in the place.
        inner: of x and what came back (for backward, for each unit of grad_output), what must stand in the place.
        outer: of x and what stands there, what comes back.
    """

    is_forward: bool
    key: str
    sentence: str
    inner: Callable[[np.ndarray, np.ndarray], np.ndarray]
    outer: Callable[[np.ndarray, np.ndarray], np.ndarray]


class Stand(NamedTuple):
    """The right formula, with something else standing for a part of it, wherever that occurs.

    Attributes:
        key, sentence: what is told, ``{}`` being what stands there.
        formula: of x and what stands there, what comes back (for backward, for each unit of grad_output).
    """

    is_forward: bool
    key: str
    sentence: str
    formula: Callable[[np.ndarray, np.ndarray], np.ndarray]


class Own(NamedTuple):
    """What is particular to an activation.

    Attributes:
        forward, backward: its formulas, with the slips that people make in them.
        families: what it becomes with other constants, in forward (True) or in its derivative (False).
        words: what forward and backward should be; empty where that is not told.
        peels: places in them that can be solved for.
        stands: parts of them in whose place something else may stand.
    """

    forward: Sequence[Formula]
    backward: Sequence[Formula]
    families: Callable[[bool], Iterator[Family]]
    words: tuple[str, str]
    peels: Sequence[Peel] = ()
    stands: Sequence[Stand] = ()


def number(value: float) -> str:
    """A constant in words, without the noise of a fit."""
    return f"{value:.7g}"
