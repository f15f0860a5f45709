"""What people and machines read of a class: the tables, and the document of `--json`."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Final

from rich.console import Console
from rich.table import Table

from nbjudge.console.tables import class_table, document, student_table
from nbjudge.scores import Scores
from nbjudge.stands import Stand
from nbjudge.verdicts import OUTCOMES, PASSED, TIME_LIMIT
from tests.support.scores import UP_TO_DATE, scored


def _shown(table: Table | None, width: int = 100) -> str:
    assert table is not None
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    shown = console.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO above
    return str(shown)


def test_a_small_class_is_listed_student_by_student() -> None:
    shown = _shown(student_table([UP_TO_DATE, scored("bob", time_limit=2), scored("ada")]))
    assert shown.index("ada") < shown.index("bob") < shown.index("zoe")
    assert "3 / 5" in shown
    assert "time limit in 2 tests" in shown
    assert "up to date" in shown


def test_of_a_large_class_only_those_with_something_odd_are_listed() -> None:
    many = [scored(f"s{number:02}") for number in range(50)]
    assert student_table(many) is None
    shown = _shown(student_table([*many, scored("odd", notes=("rebuilt",)), UP_TO_DATE]))
    assert "rebuilt" in shown
    assert "s01" not in shown
    assert "zoe" not in shown


def test_of_a_large_class_that_is_up_to_date_the_regraded_few_are_listed() -> None:
    shown = _shown(student_table([*[Scores(f"s{number}", None) for number in range(99)], scored("late")]))
    assert "late" in shown
    assert "s98" not in shown


def test_names_and_notes_are_text_and_no_commands_to_the_terminal() -> None:
    shown = _shown(student_table([scored("\x1b[2Jeve [bold]", notes=("[link=x]y",))]))
    assert "\x1b" not in shown
    assert "[bold]" in shown
    assert "[link=x]y" in shown


def test_the_class_is_summed_up_in_a_few_lines() -> None:
    outcomes = [scored("a", 0.0), scored("b", 1.0), scored("c", None, not_judged=1, passed=3), UP_TO_DATE]
    shown = _shown(class_table(outcomes, 6.0))
    assert "3 graded, 1 up to date, 1 not judged" in shown
    assert "lowest 1, median 1, highest 2, of 5" in shown
    assert "11 passed, 1 not judged" in shown
    assert "6 s, 0.5 submissions a second" in shown


def test_a_class_that_is_up_to_date_has_no_points_to_sum_up() -> None:
    assert "points" not in _shown(class_table([UP_TO_DATE], 0.1))


#: Of whom there is one who was graded and one who is up to date.
STUDENTS: Final = [
    {
        "student": "ada",
        "up_to_date": False,
        "points": 3.0,
        "max_points": 5.0,
        "cells": {"first": {"test_a": 2.0, "test_b": 1.0}},
        "diagnoses": {"first": {"test_a": [{"about": "ReLU", "key": "sign"}, {"about": "ReLU", "key": "at zero"}]}},
        "verdicts": {**dict.fromkeys(OUTCOMES, 0), PASSED: 3, TIME_LIMIT: 1},
        "notes": [],
        "waiting": 0,
        "seconds": 0.25,
    },
    {
        "student": "zoe",
        "up_to_date": True,
        "points": None,
        "max_points": None,
        "cells": {},
        "diagnoses": {},
        "verdicts": {},
        "notes": [],
        "waiting": 0,
        "seconds": None,
    },
]


def test_the_document_has_every_student_by_name_and_every_outcome_by_number() -> None:
    stands = {"hw1": {"test_a": Stand(), "test_b": Stand("beside", "a figure")}}
    ada = scored("ada", time_limit=1, passed=3)
    first = replace(ada.judged[0], diagnoses={"test_a": (("ReLU", "sign"), ("ReLU", "at zero"))})
    told = document("hw", [UP_TO_DATE, replace(ada, notebooks={"first": first})], 1.5, sandboxed=True, stands=stands)
    assert json.loads(json.dumps(told)) == {
        "schema": 1,
        "assignment": "hw",
        "sandboxed": True,
        "seconds": 1.5,
        "graded": 1,
        "up_to_date": 1,
        "not_judged": 0,
        "time_in_doubt": 0,
        "waiting": 0,
        "told": [],
        "stands": {
            "hw1": {
                "test_a": {"where": "apart", "why": ""},
                "test_b": {"where": "beside", "why": "a figure"},
            }
        },
        "verdicts": {**dict.fromkeys(OUTCOMES, 0), PASSED: 3, TIME_LIMIT: 1},
        "diagnoses": [
            {"about": "ReLU", "key": "at zero", "students": 1},
            {"about": "ReLU", "key": "sign", "students": 1},
        ],
        "students": STUDENTS,
    }


def test_the_document_counts_whom_it_could_not_judge() -> None:
    told = document("hw", [scored("ada", None, not_judged=2)], 1.0, sandboxed=False)
    assert (told["graded"], told["not_judged"], told["sandboxed"]) == (1, 1, False)
    assert told["students"][0]["cells"]["first"]["test_a"] is None
