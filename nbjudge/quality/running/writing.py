"""Recorded calls written as scripts, as they were and with other values of the same kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from nbjudge.quality.drivers import Script
from nbjudge.quality.running.likes import drawn
from nbjudge.quality.running.ways import Call, Given

MOST_CALLS: Final = 40  # of one function, that are asked as the tests ask them
LIKES: Final = 60  # times that a function is asked with other values of the same kinds; an object, a quarter of that
MOST_LINES: Final = 60  # of what is done with objects in one grade cell
LITERAL: Final = 120  # letters of a value that still stands in the line itself

Calls = Sequence[Sequence[Call]]
"""Those of each grade cell."""

Value = Callable[[Call, int, Given], Any]
"""What stands for an argument, the one with this number of a call."""


def as_tested(calls: Calls, looks: set[str], after: Sequence[str]) -> Iterator[Script]:
    counts: dict[str, int] = {}
    for call in _alone(calls):
        counts[call.form] = counts.get(call.form, 0) + 1
        if counts[call.form] <= MOST_CALLS:
            yield _written([call], looks, after)
    for story in _stories(calls):
        yield _written(story, looks, after)


def likewise(calls: Calls, looks: set[str], after: Sequence[str], special: Sequence[float]) -> Iterator[Script]:
    """The same with other values: for each place, of the kinds that stand there in any call."""
    pools: dict[tuple[str, int, str], list[Any]] = {}
    for some in calls:
        for call in some:
            for place, given in enumerate(call.given):
                pools.setdefault((call.form, place, given.keyword), []).append(given.value)
    alone: dict[str, list[Call]] = {}
    for call in _alone(calls):
        if call.given:
            alone.setdefault(call.form, []).append(call)
    subjects = [([[call] for call in some], LIKES) for some in alone.values()]
    subjects += [([story, _twice(story)], LIKES // 4) for story in _stories(calls)]
    for number, (templates, times) in enumerate(subjects):
        for likes in drawn(number, times, special):

            def value(call: Call, place: int, given: Given, likes: Any = likes) -> Any:
                return likes.like(given.value, pools[call.form, place, given.keyword])

            yield _written(likes.chance.choice(templates), looks, after, value)


def _alone(calls: Calls) -> Iterator[Call]:
    """The calls that have nothing to do with others."""
    return (call for some in calls for call in some if not (_belongs(call) or call.opaque))


def _stories(calls: Calls) -> list[list[Call]]:
    """What each grade cell does with an object, or with a function that it was given, and what belongs to it."""
    found: list[list[Call]] = []
    for some in calls:
        stories: list[tuple[set[str], list[Call]]] = []
        for call in filter(_belongs, some):
            names = call.needs | ({call.result} if call.result else set())
            touched = [story for story in stories if story[0] & names]
            members = {id(one) for _, story in touched for one in story} | {id(call)}
            stories = [story for story in stories if not story[0] & names]
            story = [one for one in some if id(one) in members]  # in the order in which they were made
            stories.append((names.union(*(known for known, _ in touched)), story))
        found += [_asked_again(story[:MOST_LINES]) for _, story in stories]
    return found


def _asked_again(story: Sequence[Call]) -> list[Call]:
    """And in the end what needs no arguments once more, as objects have changed since."""
    again = {(call.form, call.on.of): replace(call, result="", used=False)
             for call in story if call.on and call.on.of and not call.given and not call.opaque}  # fmt: skip
    return [*story, *again.values()]


def _twice(story: Sequence[Call]) -> list[Call]:
    """The same with two objects side by side, which may get into each other's way."""

    def other(given: Given) -> Given:
        return replace(given, of=given.of and f"{given.of}b")

    found = []
    for call in story:
        found += [call, replace(
            call,
            given=tuple(map(other, call.given)),
            on=call.on and other(call.on),
            result=call.result and f"{call.result}b",
        )]  # fmt: skip
    return found


def _belongs(call: Call) -> bool:
    return call.makes or call.used or call.on is not None or bool(call.needs)


def _written(calls: Sequence[Call], looks: set[str], after: Sequence[str], value: Value | None = None) -> Script:
    """Calls as a script: short values stand in the lines, the others have names, and are looked at in the end."""
    lines: list[str] = []
    named: dict[str, Any] = {}

    def text(call: Call, place: int, given: Given) -> str:
        if given.of:
            return given.of
        found = value(call, place, given) if value and place >= 0 else given.value
        if type(found) in _LITERALS and len(repr(found)) <= LITERAL and repr(found) not in ("nan", "inf", "-inf"):
            return repr(found)
        named[f"a{len(named)}"] = found
        return f"a{len(named) - 1}"

    for call in calls:
        texts = [text(call, place, given) for place, given in enumerate(call.given)]
        texts = [f"{one.keyword}={told}" if one.keyword else told for one, told in zip(call.given, texts, strict=True)]
        line = call.form.format(text(call, -1, call.on) if call.on else "", ", ".join(texts), *texts)
        lines.append(f"{call.result} = {line}" if call.makes or call.used else line)
    made = [call.result for call in calls if call.makes]
    lines += [f"{name}.{look}" for name in made for look in sorted(looks)]
    lines += [call.result for call in calls if call.used and not (call.makes or call.opaque)]
    lines += [name for name, found in named.items() if type(found) is not np.ndarray]
    return Script((*lines, *after), named)


_LITERALS: Final = (int, float, bool, str, bytes, type(None))
