"""How far a verb is: a bar on a terminal, plain lines now and then elsewhere, and never a thread."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from nbjudge.console import progress
from nbjudge.console.progress import Progress, duration


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (7800, "2 h 10 min")]
)
def test_lengths_of_time_are_told_for_people(seconds: float, told: str) -> None:
    assert duration(seconds) == told


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is shown as soon as it is known."""
    monkeypatch.setattr(progress, "BAR_SECONDS", 0.0)
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.0)


@pytest.mark.usefixtures("at_once")
def test_a_terminal_sees_what_is_done_how_much_and_the_time_left() -> None:
    file = io.StringIO()
    with Progress("judging", 3, Console(file=file, force_terminal=True, width=120)) as bar:
        bar.advance()
        bar.advance()
    shown = file.getvalue()
    assert "judging" in shown
    assert "2/3" in shown
    assert "0 s left" in shown


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("terminal", [True, False])
def test_the_total_may_be_told_later(terminal: bool) -> None:
    file = io.StringIO()
    with Progress("judging", None, Console(file=file, force_terminal=terminal, width=120)) as bar:
        bar.advance()
        assert "left" not in file.getvalue(), "nobody knows yet"
        bar.total = 4
        bar.advance()
    assert ("2/4" if terminal else "nbjudge: judging, 2 of 4 0 s left") in file.getvalue()


@pytest.mark.usefixtures("at_once")
def test_a_verb_has_its_own_words_for_what_else_there_is_to_say() -> None:
    file = io.StringIO()
    with Progress("judging", 3, Console(file=file), lambda: "all is well") as lines:
        lines.advance()
        lines.advance()
    assert file.getvalue() == "nbjudge: judging, 1 of 3 all is well\nnbjudge: judging, 2 of 3 all is well\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_no_thread_is_started_as_the_process_will_fork(terminal: bool) -> None:
    before = threading.active_count()
    with Progress("judging", 3, Console(file=io.StringIO(), force_terminal=terminal)) as bar:
        bar.advance()
        assert threading.active_count() == before
