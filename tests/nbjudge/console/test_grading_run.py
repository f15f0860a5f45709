"""How far grading a class is: a line that changes on a terminal, lines now and then elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from nbjudge.console import progress
from nbjudge.console.grading_run import GradingProgress
from tests.support.scores import UP_TO_DATE, scored


def test_a_terminal_sees_rate_time_left_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BAR_SECONDS", 0.0)
    file = io.StringIO()
    report = GradingProgress(3, Console(file=file, force_terminal=True, width=120))
    with report.progress:
        report(UP_TO_DATE)
        report(scored("ada", passed=3, raised=1))
    shown = file.getvalue()
    assert "2/3" in shown
    assert "a second" in shown
    assert "left" in shown
    assert "passed 3, raised 1" in shown
    assert report.graded == 1


def test_elsewhere_there_are_plain_lines_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    report = GradingProgress(3, Console(file=file))
    with report.progress:
        report(scored("ada"))
        assert file.getvalue() == "", "not yet"
        monkeypatch.setattr(progress, "LINE_SECONDS", 0.0)
        report(scored("bob"))
    assert file.getvalue().startswith("nbjudge: grading, 2 of 3 ")
    assert len(file.getvalue().splitlines()) == 1
