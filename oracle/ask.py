"""Asking layers questions: play forward and backward, compare with the reference; ``oracle.diagnosis`` explains."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from oracle.activations import Reference
from oracle.answers import Answer, Backward, Compared, Forward, Script, title
from oracle.compare import coarsest, mismatch, plain
from oracle.diagnosis.telling import failed, raised, refused
from oracle.inputs import generator
from oracle.parts import cut, joined
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
    answers, trouble = _collected(scripts, played, reference)
    if _any_wrong(answers, reference):
        raise failed(cls, reference, compared(answers, reference))
    if trouble is not None:
        raise raised(trouble, cls, reference, scripts, played)


def _collected(
    scripts: Sequence[Script], played: Iterable[Played], reference: Reference
) -> tuple[list[Answer], Exception | None]:
    """The answers that can be compared, and what stands in the way of those after them."""
    answers: list[Answer] = []
    try:
        for answer in _answers(scripts, played, reference):
            answers.append(answer)
    except Exception as trouble:
        return answers, trouble
    return answers, None


def _answers(scripts: Iterable[Script], played: Iterable[Played], reference: Reference) -> Iterator[Answer]:
    """The answers in order, up to the first that is no array as the contract wants it, or was not given at all."""
    for script, one in zip(scripts, played, strict=True):
        forward = None
        for number, (step, result) in enumerate(zip(script, one.results, strict=False)):  # shorter if an error ended it
            above = step.known if isinstance(step, Backward) else None
            forward = step if isinstance(step, Forward) else forward
            assert forward is not None, "a script begins with forward"
            if step.asked:
                dtype = coarsest(forward.dtype, step.dtype)
                try:
                    yours = plain(result, forward.known.shape, dtype, partial(title, forward, above))
                except AssertionError as error:
                    raise refused(error, result, reference, script[: number + 1]) from None
                yield Answer(script[: number + 1], forward, above, dtype, yours)
        if one.error is not None:
            raise one.error


def _any_wrong(answers: Sequence[Answer], reference: Reference) -> bool:
    return any(wrong.any() for _, wrong, _ in _by_kind(answers, reference))


def compared(answers: Sequence[Answer], reference: Reference) -> list[Compared]:
    """Each answer beside the right one, in order."""
    found: dict[int, Compared] = {}
    for alike, wrong, right in _by_kind(answers, reference):
        shapes = [answer.yours.shape for answer in alike]
        for answer, here, expected in zip(alike, cut(wrong, shapes), cut(right, shapes), strict=True):
            found[id(answer)] = Compared(answer, here, expected)
    return [found[id(answer)] for answer in answers]


def _by_kind(
    answers: Sequence[Answer], reference: Reference
) -> Iterator[tuple[list[Answer], np.ndarray, np.ndarray]]:
    """The answers of each kind, what is wrong in them, and what is right: as vectors, all of a kind at once.

    That takes NumPy hardly longer than one answer.
    """
    kinds: dict[object, list[Answer]] = {}
    for answer in answers:
        kinds.setdefault(answer.kind, []).append(answer)
    for alike in kinds.values():
        x, yours = joined([answer.forward.known for answer in alike]), joined([answer.yours for answer in alike])
        upstreams = [answer.above for answer in alike if answer.above is not None]
        if upstreams:
            above = joined(upstreams)
            right, scale = reference.derivative(x) * above, above * np.maximum(1.0, np.abs(x))
        else:
            right, scale = reference.forward(x), x
        yield alike, mismatch(yours, right, alike[0].dtype, scale), right
