"""Running cells one after the other in one namespace, each with its outputs and with what became of it."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
from collections import deque
from collections.abc import Callable
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.candidate.shell import Shell, tell_nobody
from nbjudge.limits import Limits

OUTPUTS: Final = 100  # kept of one cell


class CellRunner:
    """Runs cells one after the other in one namespace."""

    def __init__(self, shell: Shell, limits: Limits) -> None:
        self.shell = shell
        self.limits = limits
        self.namespace: dict[str, Any] = self.shell.user_ns
        self._given: dict[int, tuple[type, dict[str, Any]]] = {}
        self._prepared: deque[tuple[str, dict[str, Any]]] = deque()

    def draw(self) -> None:
        """In the zygote: import Matplotlib, if there is one, and let figures be outputs of the cells that draw them.

        Its first import looks for fonts and a place to keep what it found, which the sandbox has not.
        """
        if importlib.util.find_spec("matplotlib") is not None:
            self.shell.run_line_magic("matplotlib", "inline")
            importlib.import_module("matplotlib.pyplot")

    def prepare(self, source: str) -> None:
        """In the zygote: run a cell of the preamble ahead of time; the outputs are kept for when it is asked for."""
        self._prepared.append((source, self._run(source, given=True)))

    def run(
        self,
        source: str,
        given: bool,
        seconds: float | None = None,
        statements: int | None = None,
        strict: bool = False,
        *,
        report: Callable[[int], None] = tell_nobody,
    ) -> dict[str, Any]:
        """Run one cell; returns its outputs, bounded, and what was skipped and what stopped it.

        Args:
            given: the cell is the instructor's preamble, so the classes that it defines count as known to the examiner.
            seconds: after these it is interrupted; what it has defined by then stays.
            statements: how many of its statements to run, each of which is reported; None: all.
            strict: a statement that grading refuses fails as any other; it is not skipped.
            report: told the number of each statement before it is run.
        """
        if given and self._prepared and self._prepared[0][0] == source:
            return self._prepared.popleft()[1]
        self._prepared.clear()  # a cell of the student comes between: from here on everything runs where it stands
        whole = statements is None
        text = source if statements is None else self._beginning_of(source, statements)
        self.shell.strict = strict
        try:
            with nullcontext() if seconds is None else time_limit(seconds):
                return self._run(text, given=given, report=report, whole=whole)
        except TimeUp:  # in what IPython does before and after
            self.shell.stop_at()
            return self._told([])

    def _beginning_of(self, source: str, statements: int) -> str:
        """The lines of a cell with its first statements; nothing if they cannot be told apart."""
        try:
            text = self.shell.transform_cell(source)
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ""
        kept, rest = tree.body[:statements], tree.body[statements:]
        while kept and rest and kept[-1].end_lineno == rest[0].lineno:  # as in ``a = 1; b = 2``
            rest.insert(0, kept.pop())
        return "\n".join(text.splitlines()[: kept[-1].end_lineno]) if kept else ""

    def _run(
        self, source: str, *, given: bool, report: Callable[[int], None] = tell_nobody, whole: bool = True
    ) -> dict[str, Any]:
        before = dict(self.namespace) if given else {}
        self.shell.begin(report)
        self.shell.remember(source)
        printed, complained = Bounded(self.limits.output_bytes), Bounded(self.limits.output_bytes)
        with redirect_stdout(printed), redirect_stderr(complained):
            if not (whole and self.shell.run_definitions(source)):
                self.shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]  # IPython
        if given:
            self._remember_classes(before)
        streams = [("stdout", printed.getvalue()), ("stderr", complained.getvalue())]
        return self._told([{"output_type": "stream", "name": name, "text": text} for name, text in streams if text])

    def _told(self, streams: list[dict[str, Any]]) -> dict[str, Any]:
        """What is told of a cell that was run; most have nothing but outputs to tell of."""
        told: dict[str, Any] = {"outputs": [*streams, *self.shell.kept[:OUTPUTS]]}
        if self.shell.skipped:
            told["skipped"] = [[one.line, one.why] for one in self.shell.skipped[:OUTPUTS]]
        stop = self.shell.stopped
        if stop is not None and stop.kind == "TimeUp":
            words = "stopped by its time limit; what was defined before stays"
            told["outputs"].append({"output_type": "error", "ename": stop.kind, "evalue": words, "traceback": [words]})
        return told | ({"stopped": [stop.kind, stop.message, stop.line, stop.reached]} if stop is not None else {})

    def is_given(self, cls: type) -> bool:
        """Whether a class comes from the preamble, so that the examiner has it natively."""
        return id(cls) in self._given

    def given_classes(self) -> list[type]:
        """The classes that the instructor's cells have defined."""
        return [cls for cls, _ in self._given.values()]

    def is_as_given(self, cls: type, name: str) -> bool:
        """Whether a class comes from the preamble, and what it has under a name is what it had there."""
        known = self._given.get(id(cls))
        return known is not None and known[1].get(name, known) is vars(cls)[name]

    def _remember_classes(self, before: dict[str, Any]) -> None:
        for name, value in self.namespace.items():
            if isinstance(value, type) and before.get(name) is not value:
                # the class itself is kept so that no later one gets the same id
                self._given[id(value)] = value, dict(vars(value))


class Bounded(io.StringIO):
    """Keeps the first characters of what is printed; an endless print costs time, not memory."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, text: str) -> int:
        if self._left > 0:
            kept = text[: self._left]
            self._left -= len(kept)
            super().write(kept)
        return len(text)
