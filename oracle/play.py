"""Many calls of the student's layers at once.

In a notebook this is a plain loop. Under the judge the student's class lives in another process, and each call is a
message there and back; its proxies therefore offer ``__together__``, which takes all the calls in one.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Call = tuple[str, *tuple[Any, ...]]
"""A method's name and its arguments, which are handed over: nobody uses them afterwards."""


@dataclass(frozen=True)
class Played:
    """What came of one script.

    Attributes:
        results: of its calls in order, each as it was when it was returned; None for a call whose result is not wanted.
        changed: the numbers of those calls whose result, a wanted array, was changed by a later call.
        error: None if the script was played to its end, else what first ended one: all that ended early have the same.
    """

    results: Sequence[Any]
    changed: Sequence[int]
    error: BaseException | None

    def complete(self) -> Sequence[Any]:
        """All the results. Raises what ended the script early."""
        if self.error is not None:
            raise self.error
        return self.results


def play(
    cls: Any,
    scripts: Sequence[Sequence[Call]],
    *,
    in_turn: bool = False,
    wanted: Sequence[Sequence[int]] | None = None,
) -> list[Played]:
    """For each script a fresh layer, on which its calls are made one after the other.

    A call of ``"x"`` reads the attribute of that name, since what it finds there is no function. One that fails ends
    its script, not the others.

    Args:
        in_turn: play the first call of each script, then the second of each, and so on; else script after script.
        wanted: for each script, the numbers of the calls whose results are wanted; None if all are.
    """
    together = getattr(cls, "__together__", None)
    if together is not None:
        return [Played(*outcome) for outcome in together(scripts, in_turn, wanted)]
    layers = [_Layer(cls, kept) for kept in wanted or [range(len(script)) for script in scripts]]
    calls = [
        (layer, number, call)
        for layer, script in zip(layers, scripts, strict=True)
        for number, call in enumerate(script)
    ]
    first: Exception | None = None
    for layer, _, call in sorted(calls, key=lambda entry: entry[1]) if in_turn else calls:
        layer.make(call)
        first = layer.error if first is None else first
    return [Played(layer.results, layer.changed(), None if layer.error is None else first) for layer in layers]


class _Layer:
    """A layer in play."""

    def __init__(self, cls: Any, wanted: Container[int]) -> None:
        self.cls, self.wanted, self.layer = cls, wanted, None
        self.results: list[Any] = []
        self.kept: list[tuple[int, np.ndarray]] = []
        self.error: Exception | None = None

    def make(self, call: Call) -> None:
        """Make a call, unless an earlier one has failed."""
        if self.error is not None:
            return
        name, *arguments = call
        try:
            if self.layer is None:
                self.layer = self.cls()
            member = getattr(self.layer, name)
            result = member(*arguments) if callable(member) else member
        except Exception as error:
            self.error = error
            return
        number = len(self.results)
        if number not in self.wanted:
            result = None
        elif type(result) is np.ndarray:
            self.kept.append((number, result))
            result = result.copy()
        self.results.append(result)

    def changed(self) -> list[int]:
        return [number for number, array in self.kept if array.tobytes() != self.results[number].tobytes()]
