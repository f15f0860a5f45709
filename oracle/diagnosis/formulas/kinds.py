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


class Own(NamedTuple):
    """What is particular to an activation.

    Attributes:
        forward, backward: its formulas, with the slips that people make in them.
        families: what it becomes with other constants, in forward (True) or in its derivative (False).
    """

    forward: Sequence[Formula]
    backward: Sequence[Formula]
    families: Callable[[bool], Iterator[Family]]


def number(value: float) -> str:
    """A constant in words, without the noise of a fit."""
    return f"{value:.7g}"
