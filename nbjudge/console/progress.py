"""How far a verb is: a bar on a terminal, a plain line now and then elsewhere.

Nothing here starts a thread, since the process that shows it is the one that forks: it is redrawn as results come.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

BAR_SECONDS: Final = 0.1  # between two redrawings
LINE_SECONDS: Final = 10.0  # between two plain lines


class Progress:
    """Tell it of each thing that is done, in a ``with`` block.

    Args:
        title: what is being done, such as ``grading``.
        total: of how many; None if that is told later.
        more: what else there is to say, in words; asked each time it is shown. The default is the time left.
    """

    def __init__(self, title: str, total: int | None, console: Console, more: Callable[[], str] | None = None) -> None:
        self.done = 0
        self.total = total
        self.begun = self._shown = time.monotonic()
        self._title, self._console, self._more = title, console, more or self._time_left
        columns = TextColumn(title), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
        # only what is drawn by hand: no thread, and nobody else's output redirected
        self._bar = Bar(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._bar.start()
            self._bar.refresh()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._console.is_terminal:
            self._show()
            self._bar.stop()

    def advance(self) -> None:
        """One more is done. It is shown if the last showing was some time ago."""
        self.done += 1
        if time.monotonic() - self._shown >= (BAR_SECONDS if self._console.is_terminal else LINE_SECONDS):
            self._show()

    def say(self, sentence: str) -> None:
        """Print a line of its own, above the bar."""
        self._console.print(sentence, markup=False, highlight=False, soft_wrap=True)

    @property
    def seconds(self) -> float:
        """Since it began, at the last showing."""
        return max(self._shown - self.begun, 1e-9)

    def _show(self) -> None:
        self._shown = time.monotonic()
        if self._console.is_terminal:
            self._bar.update(self._task, completed=self.done, total=self.total, description=self._more(), refresh=True)
        else:
            line = f"nbjudge: {self._title}, {self.done} of {self.total} {self._more()}".rstrip()
            self._console.print(line, highlight=False, soft_wrap=True)

    def _time_left(self) -> str:
        if not self.done or self.total is None:
            return ""
        return f"{duration((self.total - self.done) * self.seconds / self.done)} left"


def duration(seconds: float) -> str:
    """A length of time for people: `42 s`, `3 min 5 s`, `2 h 10 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
