"""What is told of a wrong answer: where it is wrong, with numbers; the mistake behind it, or how to see it again."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from oracle.activations import Reference
from oracle.answers import Compared, Forward, Script, title
from oracle.compare import coarsest, mismatch, plain, table
from oracle.comparing import Refused, collected, compared
from oracle.diagnosis import refusals
from oracle.diagnosis.cause import CONTRACT, Cause, with_cause
from oracle.diagnosis.engine import curve, diagnosed, evidence_of, example, most_telling
from oracle.diagnosis.evidence import Evidence
from oracle.diagnosis.exceptions.meaning import of_exception
from oracle.diagnosis.replays import replayed
from oracle.play import Played, play

# Central differences explain a wrong answer; they never decide. At this step the float64 error is about 1e-10.
STEP: Final = 6e-6
WRITTEN_OUT: Final = 12  # numbers of an array in a call to try


def is_wanted() -> bool:
    """Whether anybody reads what is told here. Nobody does of a mutant, which would take twice as long."""
    return os.environ.get("NBJUDGE_DIAGNOSE") != "0"


def failed(cls: Any, reference: Reference, answers: Sequence[Compared]) -> BaseException:
    """The AssertionError for the first answer with a wrong number, with the cause that explains all of its method."""
    first = next(one for one in answers if one.wrong.any())
    if not is_wanted():
        return AssertionError(f"{title(first.answer.forward, first.answer.above)}: it is wrong")
    evidence = evidence_of(reference, answers, first)
    cause = _cause(evidence, cls)
    answer = first.answer
    above = [] if answer.above is None else [("grad_output", answer.above)]
    columns = [("x", answer.forward.known), *above, ("yours", answer.yours), ("right", first.right)]
    numbers = table(first.wrong, columns, telling=most_telling(first))
    lines = [f"{title(answer.forward, answer.above)}: {numbers}"]
    if answer.above is not None:
        lines.append(_blame(first, answer.above, cls, reference))
    if cause is not None:
        lines.append(f"hint: {cause.sentence}")
        drawn = curve(evidence, cls)
        return with_cause(AssertionError("\n".join(lines)), cause, reference.name, example=example(first), curve=drawn)
    lines += _calls_to_try(first, cls, reference)
    return AssertionError("\n".join(lines))


def _cause(evidence: Evidence, cls: Any) -> Cause | None:
    try:
        return diagnosed(evidence, cls)
    except Exception:  # what explains a wrong answer must not change what becomes of it; tests call the engine itself
        return None


def _blame(first: Compared, upstream: np.ndarray, cls: Any, reference: Reference) -> str:
    """Which of the two is wrong, judging by the student's own forward: at x, and by central differences there."""
    forward = first.answer.forward
    known = forward.known
    asked = known.astype(forward.dtype), np.asarray(known + STEP), np.asarray(known - STEP)
    at, above, below = play(cls, [[("forward", x)] for x in asked])
    if _is_right(at, forward, reference):
        return "forward is right here, so the mistake is in backward"
    try:
        rise = np.asarray(above.results[0], np.float64) - np.asarray(below.results[0], np.float64)
        fits = np.allclose(rise / (2 * STEP) * upstream, first.answer.yours, rtol=1e-4, atol=1e-6)
    except Exception:  # any failure of the student's forward: then there is nothing to compare with
        fits = False
    if fits:
        return "backward is the derivative of your forward, but forward itself is wrong: mend forward first"
    return "forward is wrong here too"


def _is_right(played: Played, forward: Forward, reference: Reference) -> bool:
    result = played.results[0] if played.results else None
    if not isinstance(result, np.ndarray | np.generic) or result.shape != forward.known.shape:
        return False
    if result.dtype.kind != "f":
        return False
    return not mismatch(np.asarray(result), reference.forward(forward.known), forward.dtype, forward.known).any()


def _calls_to_try(first: Compared, cls: Any, reference: Reference) -> list[str]:
    """The calls that show the wrong answer on a fresh layer, all of them: with one entry if that is enough."""
    number = most_telling(first)
    small: list[Any] = []
    for step in first.answer.fewest:
        entry = step.known.flat[number : number + 1].astype(step.dtype)
        small.append(Forward(entry) if isinstance(step, Forward) else type(step)(entry))
    (result,) = replayed(cls, [small]).results
    shown = isinstance(result, np.ndarray) and result.shape == (1,)
    if shown and np.allclose(
        np.asarray(result, np.float64), first.answer.yours.flat[number], rtol=1e-6, equal_nan=True
    ):
        return ["to see it again:", *_written(reference.name, small)]
    return ["to see it again, in full:", *_written(reference.name, first.answer.steps)]


def _written(name: str, steps: Script) -> list[str]:
    lines = [f"  layer = {name}()"]
    for step in steps:
        method = "forward" if isinstance(step, Forward) else "backward"
        if step.known.size > WRITTEN_OUT:
            numbers = f"{step.known.dtype.name} array of shape {step.known.shape}"
            where = f", {step.where}" if isinstance(step, Forward) and step.where else ""
            lines.append(f"  layer.{method}(...)  # {numbers}{where}")
        else:
            kind = ", np.float32" if step.dtype == np.float32 else ""
            lines.append(f"  layer.{method}(np.array({step.known.tolist()}{kind}))")
    return lines


def _refused(reference: Reference, scripts: Sequence[Script], played: Sequence[Played]) -> Cause:
    """Why results are no arrays as the contract wants them.

    What most such results of the question have in common is told: of nested lists, that for a single number is no list.
    """
    causes = [
        refusals.of_result(result, _right(reference, script[: number + 1]), script[: number + 1])
        for script, one in zip(scripts, played, strict=True)
        for number, (step, result) in enumerate(zip(script, one.results, strict=False))
        if step.asked and not _is_plain(result, script[: number + 1])
    ]
    keys = [cause.key for cause in causes]
    return max(causes, key=lambda cause: keys.count(cause.key))


def _right(reference: Reference, steps: Script) -> np.ndarray:
    forward = next(step for step in reversed(steps) if isinstance(step, Forward))
    if isinstance(steps[-1], Forward):
        return reference.forward(forward.known)
    return np.asarray(reference.derivative(forward.known) * steps[-1].known)


def _is_plain(value: Any, steps: Script) -> bool:
    forward = next(step for step in reversed(steps) if isinstance(step, Forward))
    try:
        plain(value, forward.known.shape, coarsest(forward.dtype, steps[-1].dtype), "")
    except AssertionError:
        return False
    return True


def stopped(
    error: BaseException, cls: Any, reference: Reference, scripts: Sequence[Script], played: Sequence[Played]
) -> BaseException:
    """What stands in the way of further answers: a result that is refused, or what the student's code raised."""
    return _explained(error, _why_stopped(error, cls, reference, scripts, played), reference) if is_wanted() else error


def _why_stopped(
    error: BaseException, cls: Any, reference: Reference, scripts: Sequence[Script], played: Sequence[Played]
) -> Cause | None:
    if isinstance(error, Refused):
        return _refused(reference, scripts, played)
    return _only_later(cls, scripts, played) or of_exception(error)


def in_network(
    error: BaseException, cls: Any, reference: Reference, script: Script, played: Played, lists: Sequence[Any]
) -> BaseException:
    """What went wrong in a network, with the cause that the calls of the activation layer show.

    Args:
        lists: what its parameters() and grads() returned, where they were asked.
    """
    if not is_wanted():
        return error
    answers, trouble = collected([script], [played])
    all_answers = compared(answers, reference)
    first = next((one for one in all_answers if one.wrong.any()), None)
    if first is None:
        cause = None if trouble is None else _why_stopped(trouble, cls, reference, [script], [played])
        if cause is None and any(type(one) is not list or one for one in lists):
            cause = Cause("parameters", "parameters() and grads() of an activation should return []", CONTRACT)
        return _explained(error, cause or of_exception(error), reference)
    evidence = evidence_of(reference, all_answers, first)
    return _explained(error, _cause(evidence, cls), reference, example=example(first), curve=curve(evidence, cls))


def explaining(question: Callable[..., None]) -> Callable[..., None]:
    """A question of (cls, reference, ...) that adds to what the student's code raises what it means here."""

    @functools.wraps(question)
    def asked(cls: Any, reference: Reference, *more: Any) -> None:
        try:
            question(cls, reference, *more)
        except Exception as error:
            if isinstance(error, AssertionError) or "diagnosis" in vars(error):
                raise
            raise _explained(error, of_exception(error), reference) from None

    return asked


def _explained(error: BaseException, cause: Cause | None, reference: Reference, **more: Any) -> BaseException:
    """The same exception, with the cause in its words: in a note, where they are the student's code's."""
    if cause is None:
        return error
    if isinstance(error, AssertionError):
        error.args = (f"{error}\nhint: {cause.sentence}",)
    elif "diagnosis" not in vars(error):
        error.add_note(f"hint: {cause.sentence}")
    return with_cause(error, cause, reference.name, **more)


def _only_later(cls: Any, scripts: Sequence[Script], played: Sequence[Played]) -> Cause | None:
    """Whether the call that failed works on a fresh layer: then earlier calls made it fail."""
    script, number = next(
        ((script, len(one.results)) for script, one in zip(scripts, played, strict=True) if one.error is not None),
        ((), 0),
    )
    if not script or number >= len(script):
        return None
    step, before = script[number], script[:number]
    forward = next((s for s in reversed(before) if isinstance(s, Forward)), None)
    fewest: Script = [step] if isinstance(step, Forward) else [forward, step] if forward is not None else []
    if not fewest or len(fewest) > number:
        return None
    (again,) = replayed(cls, [fewest]).results
    if again is None:
        return None
    if not isinstance(step, Forward) and not isinstance(before[-1], Forward):
        told = "a second backward after the same forward fails: backward removes what forward has stored. Keep it"
        return Cause("second backward", told, CONTRACT)
    told = "the same calls on a new layer work: something of an earlier call is left over, and is used again"
    return Cause("stale cache", told, CONTRACT)
