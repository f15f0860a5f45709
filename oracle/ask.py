"""Asking layers questions: play forward and backward, compare with the reference, explain a difference."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from oracle.activations import Reference
from oracle.compare import coarsest, mismatch, plain, table
from oracle.inputs import generator
from oracle.misconceptions import recognise
from oracle.parts import cut, joined
from oracle.play import Call, Played, play

# Central differences explain a wrong answer; they never decide. At this step the float64 error is about 1e-10.
STEP = 6e-6


@dataclass
class Forward:
    """A call ``layer.forward(x)``.

    Attributes:
        x: any shape, float64 or float32; handed over, not to be used afterwards.
        where: what is special about ``x``, for the message.
        asked: whether the result is compared with the reference; if not, the call only prepares the next one.
    """

    x: np.ndarray
    where: str = ""
    asked: bool = True

    def __post_init__(self) -> None:
        # now: the student's code may change x itself, its dtype included
        self.known, self.dtype = np.array(self.x, dtype=np.float64), self.x.dtype

    @property
    def call(self) -> Call:
        return "forward", self.x


@dataclass
class Backward:
    """A call ``layer.backward(upstream)``, compared with f'(x) * upstream, x being that of the forward before.

    Attributes:
        upstream: of the shape of x, float64 or float32; handed over, not to be used afterwards.
    """

    upstream: np.ndarray
    asked: ClassVar[bool] = True

    def __post_init__(self) -> None:
        self.known, self.dtype = np.array(self.upstream, dtype=np.float64), self.upstream.dtype

    @property
    def call(self) -> Call:
        return "backward", self.upstream


Script = Sequence[Forward | Backward]

Question = Callable[[np.random.Generator, Reference], Iterable[Script]]
"""What to ask, for a source of random numbers that follows the student and the question's name, and a reference."""


def gradient(x: np.ndarray, upstream: np.ndarray, where: str = "") -> Script:
    """The usual question about backward: forward(x), whose result nobody asks for, then backward(upstream)."""
    return Forward(x, where, asked=False), Backward(upstream)


@dataclass(eq=False)
class Answer:
    """What the student's code answered.

    Attributes:
        forward: the latest forward.
        above: the upstream of the backward that was asked after it, of the shape of x; None if forward itself was.
        dtype: of what went in, which chooses the tolerance.
        yours: what was returned, in the same shape.
    """

    forward: Forward
    above: np.ndarray | None
    dtype: np.dtype[Any]
    yours: np.ndarray

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for answers that are held to the same formula, with the same tolerance."""
        return self.above is None, self.dtype


@dataclass(eq=False)
class Mistake:
    """An answer that is wrong.

    Attributes:
        wrong: where, of the shape of the answer.
        right: what the numbers should be, likewise.
    """

    answer: Answer
    wrong: np.ndarray
    right: np.ndarray


def about(cls: Any, reference: Reference, *questions: Question) -> None:
    """Ask these questions about the numbers of a layer, all at once. Raises as ``ask`` does."""
    scripts = (question(generator(question.__name__), reference) for question in questions)
    ask(cls, reference, itertools.chain.from_iterable(scripts))


def ask(cls: Any, reference: Reference, scripts: Iterable[Script]) -> None:
    """Play each script on a fresh layer, and compare every answer that is asked for with the reference.

    Only backward decides on backward: a wrong forward with a right backward passes there, and a backward that fits
    its own wrong forward fails.

    Raises:
        AssertionError: if type, dtype, shape or a number is wrong, for the first such answer.
        Exception: what the student's code raised, if that comes first.
    """
    scripts = [list(script) for script in scripts]
    wanted = [[number for number, step in enumerate(script) if step.asked] for script in scripts]
    played = play(cls, [[step.call for step in script] for script in scripts], wanted=wanted)
    mistake, trouble = _judged(scripts, played, reference)
    if mistake is not None:
        raise AssertionError(_explained(mistake, cls, reference))
    if trouble is not None:
        raise trouble


def _judged(
    scripts: Iterable[Script], played: Iterable[Played], reference: Reference
) -> tuple[Mistake | None, Exception | None]:
    """The first wrong number, and what stands in the way of the answers after those that were compared."""
    answers: list[Answer] = []
    try:
        for answer in _answers(scripts, played):
            answers.append(answer)
    except Exception as trouble:
        return _first_mistake(answers, reference), trouble
    return _first_mistake(answers, reference), None


def _answers(scripts: Iterable[Script], played: Iterable[Played]) -> Iterator[Answer]:
    """The answers in order, up to the first that is no array as the contract wants it, or was not given at all."""
    for script, one in zip(scripts, played, strict=True):
        forward = None
        for step, result in zip(script, one.results, strict=False):  # shorter if an error ended it
            above = step.known if isinstance(step, Backward) else None
            forward = step if isinstance(step, Forward) else forward
            assert forward is not None, "a script begins with forward"
            if step.asked:
                dtype = coarsest(forward.dtype, step.dtype)
                yours = plain(result, forward.known.shape, dtype, partial(_title, forward, above))
                yield Answer(forward, above, dtype, yours)
        if one.error is not None:
            raise one.error


def _title(forward: Forward, above: np.ndarray | None) -> str:
    x = f"x = {forward.dtype.name} array of shape {forward.known.shape}"
    where = f" ({forward.where})" if forward.where else ""
    return f"{'forward(x)' if above is None else 'backward(grad_output) after forward(x)'} for {x}{where}"


def _first_mistake(answers: Sequence[Answer], reference: Reference) -> Mistake | None:
    kinds: dict[object, list[Answer]] = {}
    for answer in answers:
        kinds.setdefault(answer.kind, []).append(answer)
    mistakes = [mistake for alike in kinds.values() for mistake in _mistakes(alike, reference)]
    return min(mistakes, key=lambda mistake: answers.index(mistake.answer), default=None)


def _mistakes(alike: Sequence[Answer], reference: Reference) -> Iterator[Mistake]:
    """The wrong ones of answers of one kind. All are compared at once: that takes NumPy hardly longer than one."""
    x, yours = joined([answer.forward.known for answer in alike]), joined([answer.yours for answer in alike])
    upstreams = [answer.above for answer in alike if answer.above is not None]
    if upstreams:
        above = joined(upstreams)
        right, scale = reference.derivative(x) * above, above * np.maximum(1.0, np.abs(x))
    else:
        right, scale = reference.forward(x), x
    wrong = mismatch(yours, right, alike[0].dtype, scale)
    if wrong.any():
        shapes = [answer.yours.shape for answer in alike]
        for answer, here, expected in zip(alike, cut(wrong, shapes), cut(right, shapes), strict=True):
            if here.any():
                yield Mistake(answer, here, expected)


# ---------------------------------------------------------------- explaining


def _explained(mistake: Mistake, cls: Any, reference: Reference) -> str:
    answer = mistake.answer
    x, above, yours = answer.forward.known, answer.above, answer.yours
    upstream = [] if above is None else [("grad_output", above)]
    numbers = table(mistake.wrong, [("x", x), *upstream, ("yours", yours), ("right", mistake.right)])
    lines = [f"{_title(answer.forward, above)}: {numbers}"]
    if above is not None:
        lines.append(_blame(answer, above, cls, reference))
    hint = recognise(reference, x, above, yours)
    return "\n".join([*lines, *([f"hint: {hint}"] if hint else [])])


def _blame(answer: Answer, upstream: np.ndarray, cls: Any, reference: Reference) -> str:
    """Which of the two is wrong, judging by the student's own forward: at x, and by central differences there."""
    known = answer.forward.known
    again = Forward(known.astype(answer.forward.dtype))
    asked = again.x, np.asarray(known + STEP), np.asarray(known - STEP)
    at, above, below = play(cls, [[("forward", x)] for x in asked])
    if _judged([[again]], [at], reference) == (None, None):
        return "forward is right here, so the mistake is in backward"
    try:
        rise = np.asarray(above.results[0], np.float64) - np.asarray(below.results[0], np.float64)
        fits = np.allclose(rise / (2 * STEP) * upstream, answer.yours, rtol=1e-4, atol=1e-6)
    except Exception:  # any failure of the student's forward: then there is nothing to compare with
        fits = False
    if fits:
        return "backward is the derivative of your forward, but forward itself is wrong: mend forward first"
    return "forward is wrong here too"
