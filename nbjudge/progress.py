"""How far grading is: a bar on a terminal, a plain line now and then elsewhere.

Nothing here starts a thread, since the process that shows it is the one that forks: it is redrawn as results come.
"""

from __future__ import annotations

import time
from collections import Counter
from types import TracebackType
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from nbjudge.outcome import Outcome
from nbjudge.verdicts import OUTCOMES

BAR_SECONDS: Final = 0.1  # between two redrawings
LINE_SECONDS: Final = 10.0  # between two plain lines


class Progress:
    """Call it with each outcome, in a ``with`` block.

    Attributes:
        graded: how many submissions have been graded; ``counts``: outcome to tests that ended so.
    """

    def __init__(self, total: int, console: Console) -> None:
        self.graded = 0
        self.counts: Counter[str] = Counter()
        self._total, self._passed_over = total, 0
        self._begun = self._shown = time.monotonic()
        self._console = console
        columns = TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
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

    def __call__(self, outcome: Outcome) -> None:
        """Count one outcome, and show it if the last showing was some time ago."""
        if outcome.up_to_date:
            self._passed_over += 1
        else:
            self.graded += 1
            for judged in outcome.judged:
                self.counts.update(judged.counts)
        if time.monotonic() - self._shown >= (BAR_SECONDS if self._console.is_terminal else LINE_SECONDS):
            self._show()

    def _show(self) -> None:
        self._shown = time.monotonic()
        done = self.graded + self._passed_over
        if self._console.is_terminal:
            self._bar.update(self._task, completed=done, description=self._told(), refresh=True)
        else:
            self._console.print(f"nbjudge: {done} of {self._total} {self._told()}", highlight=False, soft_wrap=True)

    def _told(self) -> str:
        """Rate, time left and counts in words."""
        rate = self.graded / max(self._shown - self._begun, 1e-9)
        left = self._total - self.graded - self._passed_over
        parts = [f"{rate:.1f} a second", f"{duration(left / rate)} left"] if self.graded else []
        parts += [f"{outcome} {self.counts[outcome]}" for outcome in OUTCOMES if self.counts[outcome]]
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """A length of time for people: `42 s`, `3 min 5 s`, `2 h 10 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
