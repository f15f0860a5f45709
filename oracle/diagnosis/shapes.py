"""Where answers are wrong by anything but x: by grad_output, by type, by place or by shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from oracle.answers import Compared
from oracle.diagnosis.cause import CONTRACT, Cause
from oracle.diagnosis.cuts import between
from oracle.diagnosis.evidence import ENOUGH, Evidence

OTHERS: Final = "all others are right"
MANY: Final = 30  # entries of an array that is large, among those that are asked about


def by_upstream(evidence: Evidence) -> Cause | None:
    if evidence.is_forward:
        return None
    g, wrong = evidence.upstream, evidence.wrong
    seen = np.abs(evidence.right) > 1e-9  # where the right gradient is 0, a wrong use of grad_output cannot be seen
    seen = seen | wrong
    g, wrong = g[seen], wrong[seen]
    if wrong.sum() < 3 or (~wrong).sum() < ENOUGH:
        return None
    for sign, name in ((g < 0, "negative"), (g > 0, "positive")):
        if np.array_equal(wrong, sign):
            return Cause(f"{name} grad_output", f"only where grad_output is {name} it is wrong; {OTHERS}")
    for name, values in (("abs(grad_output)", np.abs(g)), ("grad_output", g), ("-grad_output", -g)):
        low, high, right = values[wrong].min(), values[wrong].max(), values[~wrong]
        if right.size and right.max() < low:
            if name == "-grad_output":
                said = f"grad_output is below about {between(float(-low), float(-right.max()))}"
            else:
                said = f"{name} is above about {between(float(right.max()), float(low))}"
            return Cause("where grad_output is large", f"only where {said} it is wrong; {OTHERS}")
        if name == "abs(grad_output)" and right.size and right.min() > high:
            below = f"abs(grad_output) is below about {between(float(high), float(right.min()))}"
            said = f"only where {below if high else 'grad_output is 0'} it is wrong"
            return Cause("where grad_output is small", f"{said}; {OTHERS}{_dropped(evidence)}")
    return None


def _dropped(evidence: Evidence) -> str:
    return ". There stands 0" if not np.any(evidence.yours[evidence.wrong]) else ""


def by_type(evidence: Evidence) -> Cause | None:
    whole = {True: [0, 0], False: [0, 0]}
    for one in evidence.compared:
        whole[bool(one.answer.dtype == np.float32)][bool(one.wrong.any())] += one.right.size
    (right64, wrong64), (right32, wrong32) = whole[False], whole[True]
    if wrong32 and not right32 and right64 and not wrong64:
        return Cause("float32 input", "it is wrong for float32 input alone: for float64 it is right", CONTRACT)
    if wrong64 and not right64 and right32 >= ENOUGH and not wrong32:
        return Cause("float64 input", "it is wrong for float64 input, and near enough for float32: digits are lost")
    return None


RULES: tuple[tuple[str, str, Callable[[Compared], bool]], ...] = (
    ("single numbers", "for a single number in an array (shape () or with one entry)", lambda one: one.right.size == 1),
    ("0-d arrays", "for 0-d arrays, whose shape is ()", lambda one: one.right.ndim == 0),
    ("one-dimensional arrays", "for one-dimensional arrays", lambda one: one.right.ndim == 1),
    ("two-dimensional arrays", "for two-dimensional arrays", lambda one: one.right.ndim == 2),
    ("more dimensions", "for arrays of two or more dimensions", lambda one: one.right.ndim >= 2),
    ("more dimensions", "for arrays of more than two dimensions", lambda one: one.right.ndim > 2),
)


def by_shape(evidence: Evidence) -> Cause | None:
    """All answers of some shape are wrong, and no others."""
    filled = [one for one in evidence.compared if one.right.size]
    wrong = [bool(one.wrong.any()) for one in filled]
    if all(wrong):
        return None
    for key, said, rule in RULES if len(filled) > 2 else ():
        shapes = {one.right.shape for one, here in zip(filled, wrong, strict=True) if not here}
        own = {one.right.shape for one, here in zip(filled, wrong, strict=True) if here}
        enough = len(shapes) > 1 and (len(own) > 1 or own == {()})
        if enough and [rule(one) for one in filled] == wrong:
            return Cause(key, f"it is wrong only {said}; {OTHERS}", CONTRACT)
    views = [bool(one.answer.forward.where) for one in filled]
    if any(views) and not all(views) and all(view for view, here in zip(views, wrong, strict=True) if here):
        named = dict.fromkeys(one.answer.forward.where for one, here in zip(filled, wrong, strict=True) if here)
        told = f"it is wrong only for views, whose memory is not laid out row by row ({', '.join(named)}); {OTHERS}"
        return Cause("views", told, CONTRACT)
    sizes = [one.right.size for one in filled]
    small = [size for size, here in zip(sizes, wrong, strict=True) if not here]
    large = [size for size, here in zip(sizes, wrong, strict=True) if here]
    if (
        small
        and large
        and max(small) < min(large) >= MANY
        and all(_from_some_entry_on(o, max(small)) for o in evidence.mistaken)
    ):
        return Cause(
            "large arrays", f"it is wrong for arrays of {min(large)} entries or more; {OTHERS}{_tail(evidence)}"
        )
    return None


def _from_some_entry_on(one: Compared, entries: int) -> bool:
    """Whether an array is wrong as a whole, or right for so many entries and wrong after them: not here and there."""
    first = int(np.flatnonzero(one.wrong)[0])
    tail = one.wrong.ravel()[first:]
    tail = tail[np.abs(one.right.ravel()[first:]) > 1e-6]  # where it is 0, what stands instead may be 0 as well
    return bool((first >= entries and tail.sum() >= ENOUGH and tail.mean() > 0.9) or one.wrong.mean() > 0.9)


def _tail(evidence: Evidence) -> str:
    starts = {int(np.flatnonzero(one.wrong.ravel())[0]) for one in evidence.mistaken}
    zero = ", where 0 stands" if not np.any(evidence.yours[evidence.wrong]) else ""
    return (
        f". In each, the first {starts.pop()} entries are right{zero}" if len(starts) == 1 and 0 not in starts else zero
    )


def by_place(evidence: Evidence) -> Cause | None:
    """The same places of each array are wrong."""
    mistaken = evidence.mistaken
    shapes = {one.wrong.shape for one in mistaken if one.wrong.size > 1}
    for key, said, places in _places() if len(shapes) > 1 else ():  # of one array it may be chance
        if all(np.array_equal(one.wrong, places(one.wrong.shape) & one.wrong) for one in mistaken) and all(
            _as_a_whole(one, places(one.wrong.shape)) for one in mistaken
        ):
            return Cause(key, f"arrays are wrong only in {said}; {OTHERS}", CONTRACT)
    starts = [int(np.flatnonzero(one.wrong.ravel())[0]) for one in mistaken]
    if (
        len(set(starts)) == 1
        and starts[0] >= MANY
        and all(one.wrong.ravel()[starts[0] :].sum() >= ENOUGH for one in mistaken)
        and all(one.wrong.ravel()[starts[0] :].mean() > 0.4 for one in mistaken)
    ):
        return Cause("large arrays", f"only entries after the first {starts[0]} are wrong{_tail(evidence)}; {OTHERS}")
    return None


def _as_a_whole(one: Compared, places: np.ndarray) -> bool:
    """Whether all of these places are wrong, but for those where 0 is right, which hides much."""
    if places.sum() == 1:
        return one.wrong.size > 1 or bool(one.wrong.all())
    seen = places & (one.right != 0)
    return bool(seen.any() and one.wrong[seen].all())


Mask = Callable[[tuple[int, ...]], np.ndarray]


def _places() -> Iterator[tuple[str, str, Mask]]:
    def at(index: object) -> Mask:
        def mask(shape: tuple[int, ...]) -> np.ndarray:
            found = np.zeros(shape, dtype=bool)
            if len(shape) > 1:
                found[index] = True  # type: ignore[call-overload]  # an index as NumPy takes it
            return found

        return mask

    def flat(number: int) -> Mask:
        def mask(shape: tuple[int, ...]) -> np.ndarray:
            found = np.zeros(shape, dtype=bool)
            found.flat[number] = True
            return found

        return mask

    yield "last entry", "the last entry", flat(-1)
    yield "first entry", "the first entry", flat(0)
    yield "last row", "the last row", at(-1)
    yield "first row", "the first row", at(0)
    yield "last column", "the last column", at((..., -1))
    yield "first column", "the first column", at((..., 0))
    yield "after the first row", "the rows after the first", at(slice(1, None))
    yield "after the first column", "the columns after the first", at((..., slice(1, None)))
