"""Asking layers questions: play forward and backward, compare with the reference; ``oracle.diagnosis`` explains."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from oracle.activations import Reference
from oracle.answers import Backward, Forward, Script
from oracle.comparing import any_wrong, collected, compared
from oracle.diagnosis.telling import failed, stopped
from oracle.inputs import generator
from oracle.play import Played, play

Question = Callable[[np.random.Generator, Reference], Iterable[Script]]
"""What to ask, for a source of random numbers that follows the student and the question's name, and a reference."""


def gradient(x: np.ndarray, upstream: np.ndarray, where: str = "") -> Script:
    """The usual question about backward: forward(x), whose result nobody asks for, then backward(upstream)."""
    return Forward(x, where, asked=False), Backward(upstream)


def about(cls: Any, reference: Reference, *questions: Question) -> None:
    """Ask these questions about the numbers of a layer, all at once. Raises as ``ask`` does."""
    scripts = (question(generator(question.__name__), reference) for question in questions)
    ask(cls, reference, itertools.chain.from_iterable(scripts))


def ask(cls: Any, reference: Reference, scripts: Iterable[Script]) -> None:
    """Play each script on a fresh layer, and compare every answer that is asked for with the reference.

    Only backward decides on backward: a wrong forward with a right backward passes there, and a backward that fits
    its own wrong forward fails.

    Raises:
        AssertionError: if type, dtype, shape or a number is wrong, for the first such answer; with the mistake behind
            it, where the answers show one.
        Exception: what the student's code raised, if that comes first.
    """
    scripts = [list(script) for script in scripts]
    wanted = [[number for number, step in enumerate(script) if step.asked] for script in scripts]
    played = play(cls, [[step.call for step in script] for script in scripts], wanted=wanted)
    judge(cls, reference, scripts, played)


def judge(cls: Any, reference: Reference, scripts: Sequence[Script], played: Sequence[Played]) -> None:
    """Compare what came of scripts with the reference. Raises as ``ask`` does."""
    answers, trouble = collected(scripts, played)
    if any_wrong(answers, reference):
        raise failed(cls, reference, compared(answers, reference))
    if trouble is not None:
        raise stopped(trouble, cls, reference, scripts, played)
