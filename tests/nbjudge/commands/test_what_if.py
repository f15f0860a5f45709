"""`nbjudge autograde --what-if`: it says what grading again then does, and writes nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.course import Course
from tests.support.course import change_source, filled_in, submit, total
from tests.support.running import RAISING, RIGHT, copied, run

KINDER = "def test_relu_contract_example():\n    assert True\n"


@pytest.fixture
def mended(empty_course: Course, tmp_path: Path) -> Course:
    """A graded class; a test that was too strict has been mended since, and somebody has handed in."""
    course = copied(empty_course, tmp_path / "course")
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "relu": RAISING}))
    submit(course, "cyd", b"no notebook")
    assert run(course, "autograde").code == 0
    change_source(course, "test_relu_contract", lambda cell: cell.update(source=KINDER))
    submit(course, "dan", filled_in(RIGHT))
    return course


def everything(root: Path) -> dict[str, tuple[int, bytes]]:
    """All files of a course, and when they were last written."""
    paths = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
    return {str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def test_it_names_who_gains_in_which_cell_writes_nothing_and_is_what_grading_then_does(mended: Course) -> None:
    before = everything(mended.root)
    ended = run(mended, "autograde", "--what-if", "--json")
    assert ended.code == 0, ended.err
    found = ended.document
    cell = {"notebook": "activation", "cell": "test_relu_contract"}
    assert found.pop("seconds") > 0
    assert found == {
        "schema": 1,
        "assignment": "activation",
        "gain": 1,
        "lose": 0,
        "unchanged": 2,
        "not_judged": 0,
        "ungraded": ["dan"],
        "students": [
            {
                "student": "bob",
                "before": total(mended.root, "bob"),
                "after": total(mended.root, "bob") + 1.0,
                "cells": [{**cell, "before": 0.0, "after": 1.0, "by_hand": False}],
            }
        ],
        "cells": [{**cell, "gain": 1, "lose": 0, "points": 1.0}],
    }
    assert everything(mended.root) == before
    assert run(mended, "autograde").code == 0
    assert total(mended.root, "bob") == found["students"][0]["after"]
    again = run(mended, "autograde", "--what-if", "--student=bob,dan")
    assert again.out == "2 keep their points. Nothing was written.\n"
