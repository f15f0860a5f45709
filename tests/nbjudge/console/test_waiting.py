"""What waits for a person, and what cannot be known of times: in the summary and in the document."""

from __future__ import annotations

from rich.console import Console

from nbjudge.console.tables import class_table, document
from nbjudge.scores import CellScore, NotebookScores, Scores

SCORES = NotebookScores({"test_a": CellScore(2.0, 3.0)}, {"passed": 1}, {}, (), None)
ADA, UP_TO_DATE = Scores("ada", {"first": SCORES}, 0.25, time_in_doubt=True), Scores("zoe", None)
WAITING = {"zoe": 2, "ada": 1, "not asked for": 5}


def shown(*scores: Scores, waiting: dict[str, int]) -> str:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(class_table(scores, 6.0, waiting))
    return capture.get()


def test_the_summary_tells_both() -> None:
    told = shown(ADA, UP_TO_DATE, waiting=WAITING)
    assert "cells that wait to be graded: 3, of 2 submissions" in told
    assert "cannot be known of 1: see what was odd" in told


def test_where_nothing_waits_nothing_is_told() -> None:
    told = shown(UP_TO_DATE, waiting={"not asked for": 5})
    assert "person" not in told
    assert "late" not in told


def test_the_document_has_both_and_what_the_instructor_was_told() -> None:
    told = document("hw", [UP_TO_DATE, ADA], 1.5, sandboxed=True, waiting=WAITING, told=["look"])
    assert (told["waiting"], told["time_in_doubt"], told["told"]) == (3, 1, ["look"])
    assert [(one["student"], one["waiting"]) for one in told["students"]] == [("ada", 1), ("zoe", 2)]
