"""`nbjudge export --cells`: what the gradebook has of each cell, in a number of questions that does not grow."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from nbjudge.gradebook.export import ExportError, FastExport, names_asked
from nbjudge.gradebook.export_cells import COLUMNS, Left, left_in, write_cells
from nbjudge.gradebook.recording import record
from nbjudge.gradebook.waiting import waiting
from tests.support.gradebooks import EARLY, NOTEBOOKS, graded, no_penalty
from tests.support.reporting import Made, diagnosis, wrong

NAMES = ("ann", "=1+2", "a,b")


@pytest.fixture
def gradebook(gradebook_url: str) -> Gradebook:
    with Gradebook(gradebook_url, "mini-torch") as opened:
        for number, student in enumerate(NAMES):
            record(opened, "layers", student, EARLY, graded(number, 1.5, None, essay=number > 0), no_penalty)
        opened.add_student("late", last_name="=Doe", first_name="-2+3")
        grade = opened.find_grade("test_a", "first", "layers", "ann")
        grade.manual_score, grade.extra_credit = 2.5, 0.25
        opened.db.commit()
        yield opened


def nothing_left(assignment: str, student: str) -> dict[Any, Any]:
    """A course without graded notebooks."""
    return {}


def rows(
    gradebook: Gradebook, target: Path, assignments: list[str], students: list[str], left: Left = nothing_left
) -> list[dict[str, str]]:
    write_cells(gradebook, target, assignments, students, left)
    with target.open(newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_row_for_each_student_and_cell_with_what_the_gradebook_has(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    found = rows(gradebook, tmp_path / "cells.csv", ["layers"], [])
    assert list(found[0]) == list(COLUMNS)
    cells = {row["cell"] for row in found}
    assert {"test_a", "test_b", "test_c"} < cells
    assert len(found) == len(NOTEBOOKS) * len(cells) * (len(NAMES) + 1)
    (ann,) = [row for row in found if (row["student_id"], row["notebook"], row["cell"]) == ("ann", "first", "test_a")]
    assert ann == {
        "assignment": "layers", "notebook": "first", "cell": "test_a", "student_id": "ann", "last_name": "",
        "first_name": "", "auto_score": "0.0", "manual_score": "2.5", "extra_credit": "0.25", "score": "2.75",
        "max_score": "3.0", "needs_manual_grade": "False", "stand": "", "diagnoses": "",
    }  # fmt: skip
    (waits,) = [row for row in found if (row["student_id"], row["notebook"], row["cell"]) == ("ann", "first", "test_c")]
    assert (waits["auto_score"], waits["score"], waits["needs_manual_grade"]) == ("", "0.0", "True")
    absent = [row for row in found if row["student_id"] == "late"]
    assert {(row["auto_score"], row["score"], row["needs_manual_grade"]) for row in absent} == {("", "0.0", "False")}
    assert {(row["last_name"], row["first_name"]) for row in absent} == {("'=Doe", "'-2+3")}


def test_where_a_cell_was_judged_and_its_mistakes_come_from_the_graded_notebook(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    made = Made("ann", wrong("test_a_seen", told=diagnosis("sign")))
    made.verdicts["test_a"].append(wrong("test_b_0", told=diagnosis("upstream"))["test_b"][0])
    folder = tmp_path / "autograded" / "ann" / "layers"
    folder.mkdir(parents=True)
    (folder / "first.ipynb").write_text(json.dumps(made.notebook()))
    (folder / "second.ipynb").write_text("no notebook")
    course: Any = SimpleNamespace(
        root=tmp_path, autograded_directory="autograded", format_path=lambda *parts: "/".join(parts)
    )
    found = rows(gradebook, tmp_path / "cells.csv", ["layers"], [], left_in(course))
    told = {(row["student_id"], row["notebook"], row["cell"]): (row["stand"], row["diagnoses"]) for row in found}
    assert told["ann", "first", "test_a"] == ("apart", "Layer: sign; Layer: upstream")
    assert told["ann", "first", "test_b"] == ("apart", "")
    assert {words for (student, book, _), words in told.items() if (student, book) != ("ann", "first")} == {("", "")}


def test_the_sums_are_those_of_the_other_export(gradebook: Gradebook, tmp_path: Path) -> None:
    sums: dict[str, float] = {}
    for row in rows(gradebook, tmp_path / "cells.csv", ["layers"], []):
        sums[row["student_id"]] = sums.get(row["student_id"], 0.0) + float(row["score"])
    FastExport(to=str(tmp_path / "grades.csv"), assignment=["layers"]).export(gradebook)
    with (tmp_path / "grades.csv").open(newline="") as file:
        assert sums == {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}


def test_names_are_taken_literally(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.add_student("a")
    assert names_asked(gradebook, None, "a,b") == ([], ["a,b"])
    assert sorted(names_asked(gradebook, "layers,later", "ann, a")[1]) == ["a", "ann"]
    assert {row["student_id"] for row in rows(gradebook, tmp_path / "c.csv", ["layers"], ["a,b"])} == {"a,b"}
    with pytest.raises(ExportError, match="no student 'nobody', 'a\\*'; nothing was written"):
        names_asked(gradebook, None, "ann,nobody,a*")


def test_odd_names_are_told_and_skipped(
    gradebook: Gradebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gradebook.add_student("n\nl")
    for write in (
        lambda path: write_cells(gradebook, path, [], [], nothing_left),
        lambda path: FastExport(to=str(path)).export(gradebook),
    ):
        write(tmp_path / "a.csv")
        assert "n\n" not in (tmp_path / "a.csv").read_text()
        assert "skipping 'n\\nl' of the gradebook" in capsys.readouterr().err


def test_the_number_of_questions_does_not_grow_with_the_class(gradebook: Gradebook, tmp_path: Path) -> None:
    asked: list[str] = []
    event.listen(gradebook.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    write_cells(gradebook, tmp_path / "a.csv", [], [], nothing_left)
    few = len(asked)
    for number in range(20):
        record(gradebook, "layers", f"s{number}", EARLY, graded(1, 1, 1), no_penalty)
    gradebook.db.expire_all()
    asked.clear()
    write_cells(gradebook, tmp_path / "a.csv", [], [], nothing_left)
    assert len(asked) <= few + 2


def test_cells_that_wait_for_a_person_are_counted(gradebook: Gradebook) -> None:
    counts = waiting(gradebook, "layers")
    assert counts["ann"] == counts["=1+2"] - len(NOTEBOOKS), "her essays are unanswered"
    assert waiting(gradebook, "later") == {}
