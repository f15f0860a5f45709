"""Many calls of the student's layers at once.

In a notebook this is a plain loop. Under the judge the student's class lives in another process, and each call is a
message there and back; its proxies therefore offer ``__together__``, which takes all the calls in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Call = tuple[str, *tuple[Any, ...]]
"""A method's name and its arguments, which are handed over: nobody uses them afterwards."""


@dataclass(frozen=True)
class Played:
    """What came of one script.

    Attributes:
        results: of its calls in order, each as it was when it was returned.
        changed: the numbers of those calls whose result, an array, was changed by a later call.
        error: what ended the script early; None if it was played to its end.
    """

    results: Sequence[Any]
    changed: Sequence[int]
    error: BaseException | None


def play(cls: Any, scripts: Sequence[Sequence[Call]], *, in_turn: bool = False) -> list[Played]:
    """For each script a fresh layer, on which its calls are made one after the other.

    A call of ``"x"`` reads the attribute of that name, since what it finds there is no function.

    Args:
        in_turn: play the first call of each script, then the second of each, and so on; else script after script.
    """
    together = getattr(cls, "__together__", None)
    if together is not None:
        return [Played(*outcome) for outcome in together(scripts, in_turn)]
    layers = [_Layer(cls) for _ in scripts]
    calls = [
        (layer, number, call)
        for layer, script in zip(layers, scripts, strict=True)
        for number, call in enumerate(script)
    ]
    for layer, _, call in sorted(calls, key=lambda entry: entry[1]) if in_turn else calls:
        layer.make(call)
    return [Played(layer.results, layer.changed(), layer.error) for layer in layers]


class _Layer:
    """A layer in play."""

    def __init__(self, cls: Any) -> None:
        self.cls, self.layer = cls, None
        self.results: list[Any] = []
        self.kept: list[tuple[int, np.ndarray]] = []
        self.error: BaseException | None = None

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
        if type(result) is np.ndarray:
            self.kept.append((len(self.results), result))
            result = result.copy()
        self.results.append(result)

    def changed(self) -> list[int]:
        return [number for number, array in self.kept if array.tobytes() != self.results[number].tobytes()]
