"""The evidence: all answers of one method in a question, right and wrong, as vectors to hold formulas against."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from oracle.activations import Reference
from oracle.answers import Compared
from oracle.compare import TOLERANCES
from oracle.parts import joined

ENOUGH: Final = 8  # entries, below which nothing is said to explain anything
SAMPLE: Final = 24  # entries on which the many formulas are tried first
NEAR: Final = 6.0  # abs(x) up to which activations differ from each other
OVERFLOWS: Final = 80.0  # abs(x) beyond which exp, or a power of it, may be infinite
CLEAR: Final = 0.1  # abs(grad_output) that hides no slope

PerAnswer = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""A formula of whole arrays: (x, upstream, right) of one answer to its numbers. Upstream is 1 for forward."""


class Evidence:
    """Answers of one method, compared.

    Attributes:
        x, upstream, yours, right, wrong: vectors, all answers one after the other; upstream is 1 for forward.
    """

    def __init__(self, reference: Reference, compared: Sequence[Compared]) -> None:
        self.reference, self.compared = reference, compared
        self.is_forward = compared[0].answer.above is None
        self.x = joined([one.answer.forward.known for one in compared])
        above = [one.answer.above for one in compared if one.answer.above is not None]
        self.upstream = np.ones_like(self.x) if self.is_forward else joined(above)
        self.yours = joined([np.asarray(one.answer.yours, np.float64) for one in compared])
        self.right, self.wrong = joined([one.right for one in compared]), joined([one.wrong for one in compared])
        tolerances = [TOLERANCES[one.answer.dtype] for one in compared]
        sizes = [one.right.size for one in compared]
        self._relative = np.repeat([tolerance.relative for tolerance in tolerances], sizes)
        scale = self.x if self.is_forward else self.upstream * np.maximum(1.0, np.abs(self.x))
        self._absolute = np.repeat([tolerance.absolute for tolerance in tolerances], sizes)
        self._absolute = self._absolute * np.maximum(1.0, np.abs(scale))
        self.single = np.repeat([one.answer.dtype == np.float32 for one in compared], sizes)

    def part(self, chosen: np.ndarray) -> Evidence:
        """The same, of some entries alone: to be asked for formulas of single entries, and where they are wrong."""
        some = copy.copy(self)
        for name in ("x", "upstream", "yours", "right", "wrong", "_relative", "_absolute", "single"):
            setattr(some, name, getattr(self, name)[chosen])
        for name in ("sample", "slopes", "_room"):  # what was computed of all
            vars(some).pop(name, None)
        return some

    @property
    def method(self) -> str:
        return "forward" if self.is_forward else "backward"

    @cached_property
    def mistaken(self) -> list[Compared]:
        """The answers with something wrong in them."""
        return [one for one in self.compared if one.wrong.any()]

    @cached_property
    def sample(self) -> np.ndarray:
        """The numbers of some wrong entries, those first where formulas differ: near 0, with a clear upstream."""
        wrong = np.flatnonzero(self.wrong & np.isfinite(self.yours))
        telling = (np.abs(self.x) <= NEAR) & (np.abs(self.upstream) >= CLEAR) & ~self.single
        best = wrong[telling[wrong]]
        chosen = best if best.size >= ENOUGH else wrong
        return chosen[np.unique(np.linspace(0, chosen.size - 1, SAMPLE).astype(int))] if chosen.size else chosen

    @cached_property
    def slopes(self) -> np.ndarray:
        """On the sample: yours, for each unit of what arrived from above."""
        with np.errstate(all="ignore"):
            return np.asarray(self.yours[self.sample] / self.upstream[self.sample])

    @cached_property
    def _room(self) -> tuple[np.ndarray, np.ndarray]:
        """On the sample: the tolerance, relative and absolute, for each unit of what arrived from above."""
        smallest = np.minimum(1.0, np.abs(self.upstream[self.sample]))
        with np.errstate(all="ignore"):
            return self._relative[self.sample], self._absolute[self.sample] / smallest

    def near(self, predicted: np.ndarray, values: np.ndarray | None = None) -> np.ndarray:
        """Which predictions for the sample (the last axis) agree with ``values``: yours if left out."""
        values = self.yours[self.sample] if values is None else values
        if not values.size:
            return np.zeros(np.shape(predicted)[:-1], dtype=bool)
        relative, absolute = self._room
        with np.errstate(all="ignore"):
            off = np.abs(values - predicted)
            # an infinite prediction is as far away as its room is wide
            near = (off <= relative * np.abs(predicted) + absolute) & (off < np.inf)
        return np.asarray(near.all(axis=-1))

    def explained_by(self, predicted: np.ndarray, room: float = 1.0) -> bool:
        """Whether predictions agree with yours at every entry, right ones too, as closely as right numbers have to.

        What is no number is passed over where no number is predicted, and far out, where it has a cause of its own.

        Args:
            room: how many times the tolerance is allowed, for what rounds differently.
        """
        if self.x.size < ENOUGH:
            return False
        with np.errstate(all="ignore"):
            off = np.abs(self.yours - predicted)
            fits = off <= room * (self._relative * np.abs(predicted) + self._absolute)
            # what is right may not pass for an explanation, where a wide tolerance would let it
            nearer = off <= 0.5 * np.abs(self.yours - self.right)
            fits = fits & np.isfinite(predicted) & (nearer | ~self.wrong)
            passed_over = ~np.isfinite(self.yours) & (~np.isfinite(predicted) | (np.abs(self.x) > OVERFLOWS))
        return bool((fits | passed_over).all() and fits.sum() >= ENOUGH)
