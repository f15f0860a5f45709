"""One column filled, and every other byte as it was: in each system's layout, and for any grades."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.lms.gradefiles.filling import Filled, Points, choose_column, fill, scale_for
from nbjudge.lms.gradefiles.layout import GradeFile
from nbjudge.lms.gradefiles.recognising import read_grade_file
from nbjudge.lms.gradefiles.table import TableError
from nbjudge.lms.people import Students, match
from tests.support.lms import CANVAS, GRADEBOOK, LAYOUTS, STUDENTS, WORKSHEET, put

BEFORE, AFTER = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)


def filled_in(file: GradeFile, *, force: bool = False, column: str | None = None, **points: Any) -> Filled:
    """The file's column of `layers` with these points."""
    given_points = {name: one if isinstance(one, Points) else Points(one) for name, one in points.items()}
    students = match(file.people, Students(STUDENTS)).found
    return fill(file, choose_column(file, "layers", column), students, given_points, zone=UTC, force=force)


def read(folder: Path, content: bytes | str) -> GradeFile:
    return read_grade_file(put(folder, "grades.csv", content), Students(STUDENTS).has)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("grades")


@pytest.mark.parametrize("name", LAYOUTS)
@given(points=st.dictionaries(st.sampled_from(["ada", "bob", "carl"]), st.floats(0, 24)), force=st.booleans())
def test_every_byte_outside_the_column_stays_in_every_layout(
    folder: Path, name: str, points: dict[str, float], force: bool
) -> None:
    data = LAYOUTS[name][1]
    file = read(folder, data)
    column = choose_column(file, "layers").index
    done = filled_in(file, force=force, **dict[str, Any](points))
    after = read(folder, done.data)
    assert (after.table.bom, after.table.encoding) == (file.table.bom, file.table.encoding)
    assert _outside(after, column) == _outside(file, column)
    assert {student for student, _, _ in done.written} | set(done.same) | {s for s, _ in done.left} == points.keys()
    values = {person.shown: after.table.value(person.row, column) for person in after.people}
    for student, _, now in done.written:
        shown = next(person.shown for person in after.people if student in person.shown.casefold())
        assert values[shown] == now
        assert abs(float(now.replace(",", ".")) - points[student]) <= 0.005


def _outside(file: GradeFile, column: int) -> list[str]:
    """The text between the cells of a column, as it stands."""
    places = [row[column] for row in file.table.rows if len(row) > column]
    starts, ends = [cell.start for cell in places], [cell.end for cell in places]
    return [file.table.text[a:b] for a, b in zip([0, *ends], [*starts, len(file.table.text)], strict=True)]


def test_a_canvas_gradebook_differs_in_the_grades_alone(tmp_path: Path) -> None:
    done = filled_in(read(tmp_path, CANVAS), ada=12.888888, bob=0.0, carl=7.0)
    expected = CANVAS.replace('Section 1,,,"7.50"', 'Section 1,,12.89,"7.50"').replace(",3.00,N/A", ",0,N/A")
    assert done.data.decode() == expected
    assert done.written == [("ada", "", "12.89"), ("bob", "3.00", "0")]
    assert done.left == [("carl", "the cell says 'EX', which is no number")]


def test_a_decimal_comma_stays_one_and_quotes_stay(tmp_path: Path) -> None:
    done = filled_in(read(tmp_path, LAYOUTS["moodle worksheet, German"][1]), ada=12.5, bob=3.25)
    text = done.data.decode("utf-8-sig")
    assert ',A,"12,5","24,00",' in text
    assert ',A,"3,25","24,00",' in text


def test_what_was_quoted_stays_quoted_and_what_was_not_does_not(tmp_path: Path) -> None:
    quoted = CANVAS.replace(",3.00,N/A", ',"3.00",N/A')
    done = filled_in(read(tmp_path, quoted), ada=2.0, bob=1.5)
    assert done.data.decode() == quoted.replace(',"3.00",', ',"1.5",').replace('1,,,"7.50"', '1,,2,"7.50"')


def test_utf16_with_tabs_stays_so(tmp_path: Path) -> None:
    done = filled_in(read(tmp_path, LAYOUTS["blackboard"][1]), ada=12.5)
    assert done.data.startswith(b"\xff\xfe")
    rows = list(csv.reader(io.StringIO(done.data.decode("utf-16"), newline=""), delimiter="\t"))
    assert rows[1][7:] == ["12.5", ""]
    assert rows[2][7:] == ["3.00", "a\tb"]


def test_the_same_points_are_left_as_they_are_written(tmp_path: Path) -> None:
    done = filled_in(read(tmp_path, CANVAS), bob=3.001)
    assert (done.data.decode(), done.same, done.written) == (CANVAS, ["bob"], [])


def test_a_grade_that_was_given_there_later_is_kept_unless_it_is_forced(tmp_path: Path) -> None:
    file = read(tmp_path, WORKSHEET)
    done = filled_in(file, bob=Points(12.0, BEFORE))
    assert done.left == [("bob", "3.00 was given there after it was graded here")]
    assert filled_in(file, bob=Points(3.0, BEFORE)).same == ["bob"]
    for points, force in ((Points(12.0, AFTER), False), (Points(12.0), False), (Points(12.0, BEFORE), True)):
        assert filled_in(file, force=force, bob=points).written == [("bob", "3.00", "12")]


def test_when_a_grade_was_given_stays_in_the_file_for_moodle_to_compare(tmp_path: Path) -> None:
    assert b'"Wednesday, 25 November 2026, 11:00 AM"' in filled_in(read(tmp_path, WORKSHEET), bob=12.0).data


@pytest.mark.parametrize("force", [False, True])
def test_what_is_locked_is_told_and_left(tmp_path: Path, force: bool) -> None:
    done = filled_in(read(tmp_path, WORKSHEET), force=force, carl=12.0)
    assert (done.data.decode(), done.left) == (WORKSHEET, [("carl", "Moodle says that it cannot be changed")])


def test_words_are_written_over_only_by_force(tmp_path: Path) -> None:
    assert filled_in(read(tmp_path, CANVAS), force=True, carl=7.0).written == [("carl", "EX", "7")]


def test_a_row_that_is_too_short_is_told(tmp_path: Path) -> None:
    done = filled_in(
        read(tmp_path, CANVAS.replace('"Cox, Carl",14,u14,carl,Section 1,,EX,,,', '"Cox, Carl",14,u14,carl')), carl=7.0
    )
    assert done.left == [("carl", "line 6 of the table is shorter than its first")]


def test_nothing_but_numbers_is_ever_written(tmp_path: Path) -> None:
    """What a student chose, a name that a spreadsheet would run for one, is never written, but stays if it is there."""
    hostile = CANVAS.replace("Builder, Bob", '=HYPERLINK(""http://x"")')
    done = filled_in(read(tmp_path, hostile), bob=1.5)
    assert done.data.decode() == hostile.replace(",3.00,N/A", ",1.5,N/A")


# ------------------------------------------------------------ which column, and out of how many points


@pytest.mark.parametrize("asked", ["Other, one", "other one (992)", "OTHER", "Other, one (992)"])
def test_a_column_is_found_by_any_part_of_its_name(tmp_path: Path, asked: str) -> None:
    assert choose_column(read(tmp_path, CANVAS), "layers", asked).title == "Other, one (992)"


@pytest.mark.parametrize(
    ("text", "assignment", "asked", "told"),
    [
        (
            CANVAS,
            "softmax",
            None,
            "no column is named as 'softmax'; say --column NAME, with one of: 'layers .991.', 'Other",
        ),
        (CANVAS, "layers", "Current Score", "no column is named as 'Current Score'"),
        (CANVAS, "layers", "Notes", "no column is"),
        (CANVAS.replace(",24.00,", ",(nur lesen),"), "layers", "layers", "no column is named as 'layers'"),
        (CANVAS.replace("Other, one", "layers, late"), "layer", None, "several columns are named as 'layer'"),
        (GRADEBOOK, "layers", "Quiz: later (Percentage)", "no column is"),
    ],
)
def test_a_column_that_cannot_be_told_is_asked_for_by_name(
    tmp_path: Path, text: str, assignment: str, asked: str | None, told: str
) -> None:
    with pytest.raises(TableError, match=told):
        choose_column(read(tmp_path, text), assignment, asked)


def test_another_number_of_points_is_refused_unless_it_may_be_multiplied(tmp_path: Path) -> None:
    file = read(tmp_path, CANVAS)
    column = choose_column(file, "layers")
    assert scale_for(file, column, 24.0, scaled=False) == scale_for(file, column, 24.0, scaled=True) == 1.0
    with pytest.raises(TableError, match="is out of 24 points, and the assignment out of 20: make it 20 there"):
        scale_for(file, column, 20.0, scaled=False)
    assert scale_for(file, column, 12.0, scaled=True) == 2.0


def test_where_the_file_does_not_say_out_of_how_many_nothing_is_multiplied(tmp_path: Path) -> None:
    file = read(tmp_path, GRADEBOOK)
    column = choose_column(file, "layers")
    assert scale_for(file, column, 20.0, scaled=False) == 1.0
    with pytest.raises(TableError, match="does not say out of how many points"):
        scale_for(file, column, 20.0, scaled=True)
