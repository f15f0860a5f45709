"""How scripts of calls, and what came of them, cross the wire: as a few flat lists, since each value costs time.

The examiner sends for each script a plan such as ``"forward 1 backward 1"``, which names its calls and says how many
arguments each has, and the arguments of all in one list. Back come the number of results of each script, the results
of all in one list, the places in that list of those that changed later, and the first error that ended a script, or
None: of the others it is enough to know that they were ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from typing import Any, Final

_PARTS: Final = 4  # of what comes back

ScriptOutcome = tuple[list[Any], list[int], Any]
"""A script's results, the numbers of those that changed later, and what ended it early, or None."""


def planned(scripts: Iterable[Sequence[Sequence[Any]]]) -> tuple[list[str], list[Any]]:
    """Plans and arguments of scripts whose calls are each a name and arguments."""
    scripts = list(scripts)
    plans = [" ".join(f"{call[0]} {len(call) - 1}" for call in script) for script in scripts]
    return plans, [argument for script in scripts for call in script for argument in call[1:]]


def scripts_of(plans: Iterable[str], arguments: Iterable[Any]) -> Iterator[list[list[Any]]]:
    """The scripts that ``planned`` was given."""
    rest = iter(arguments)
    for plan in plans:
        words = plan.split()
        yield [[name, *islice(rest, int(count))] for name, count in zip(words[::2], words[1::2], strict=True)]


def flat_outcomes(ran: Sequence[tuple[list[Any], list[int]]], error: list[Any] | None) -> list[Any]:
    """Each script's results and the numbers of those that changed, and the first error, as they cross."""
    counts = [len(results) for results, _ in ran]
    starts = accumulate(counts, initial=0)
    changed = [start + number for start, (_, numbers) in zip(starts, ran, strict=False) for number in numbers]
    return [counts, list(chain.from_iterable(results for results, _ in ran)), changed, error]


def outcomes_of(value: object, calls: Sequence[int]) -> list[ScriptOutcome]:
    """The outcomes of scripts with so many calls each, from ``flat_outcomes``. Those cut short have the error.

    Raises:
        ValueError: if a candidate tells what makes no sense.
    """
    if type(value) is not list or [type(part) for part in value[:3]] != [list, list, list] or len(value) != _PARTS:
        raise ValueError("there should be results for each script")
    counts, results, changed, error = value
    if [*map(type, counts)] != [int] * len(calls) or min(counts, default=0) < 0 or sum(counts) != len(results):
        raise ValueError("the results should be as many as are counted")
    short = [got < asked for got, asked in zip(counts, calls, strict=True)]
    if any(got > asked for got, asked in zip(counts, calls, strict=True)) or any(short) == (error is None):
        raise ValueError("there should be a result for each call, or the error that ended a script")
    if not all(type(place) is int and 0 <= place < len(results) for place in changed):
        raise ValueError("only a result can have changed")
    spans = pairwise(accumulate(counts, initial=0))
    return [
        (results[start:end], [place - start for place in changed if start <= place < end], error if cut else None)
        for (start, end), cut in zip(spans, short, strict=True)
    ]
