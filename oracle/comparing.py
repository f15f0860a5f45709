"""What came of scripts, compared with the reference: all answers of a kind at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from oracle.activations import Reference
from oracle.answers import Answer, Backward, Compared, Forward, Script, title
from oracle.compare import coarsest, mismatch, plain
from oracle.parts import cut, joined
from oracle.play import Played


class Refused(AssertionError):
    """A result is no array as the contract wants it."""


def collected(scripts: Sequence[Script], played: Sequence[Played]) -> tuple[list[Answer], Exception | None]:
    """The answers that can be compared, and what stands in the way of those after them."""
    answers: list[Answer] = []
    try:
        for answer in _answers(scripts, played):
            answers.append(answer)
    except Exception as trouble:
        return answers, trouble
    return answers, None


def _answers(scripts: Sequence[Script], played: Sequence[Played]) -> Iterator[Answer]:
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
                    raise Refused(str(error)) from None
                yield Answer(script[: number + 1], forward, above, dtype, yours)
        if one.error is not None:
            raise one.error


def any_wrong(answers: Sequence[Answer], reference: Reference) -> bool:
    """Whether any number of any answer is wrong."""
    return any(wrong.any() for _, wrong, _ in _by_kind(answers, reference))


def compared(answers: Sequence[Answer], reference: Reference) -> list[Compared]:
    """Each answer beside the right one, in order."""
    found: dict[int, Compared] = {}
    for alike, wrong, right in _by_kind(answers, reference):
        shapes = [answer.yours.shape for answer in alike]
        for answer, here, expected in zip(alike, cut(wrong, shapes), cut(right, shapes), strict=True):
            found[id(answer)] = Compared(answer, here, expected)
    return [found[id(answer)] for answer in answers]


def _by_kind(answers: Sequence[Answer], reference: Reference) -> Iterator[tuple[list[Answer], np.ndarray, np.ndarray]]:
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
