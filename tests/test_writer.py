"""The writer: one transaction a submission, what nbgrader would have written, and folders that never look finished
before they are.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Base, Gradebook, MissingEntry
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DBAPIError

from nbjudge.gradebook import GradebookError, open_gradebook, patiently
from nbjudge.indexes import add_missing
from nbjudge.recording import LatePenalty
from nbjudge.trouble import locked
from nbjudge.writer import empty_folder, notebook_text, record, recorded, withdrawn, write_kit, write_notebook
from tests.gradebooks import (
    DUE,
    EARLY,
    LATE,
    UNREADABLE,
    Result,
    add_notebook,
    as_nbgrader_does,
    contents,
    course_with,
    enter_by_hand,
    graded,
    make_gradebook,
    no_penalty,
)

# nbgrader's add_submission, which these tests compare with, adds rows in an order that SQLAlchemy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted.*> not in session")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(f"sqlite:///{path}", patch)
    return path


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "gradebook.db"))


@pytest.fixture
def gradebook(file: Path) -> Iterator[Gradebook]:
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        yield gradebook


# ------------------------------------------------------------ scores


def _all(student: str, score: float, seconds_late: float) -> float:
    return score


def _too_much(student: str, score: float, seconds_late: float) -> float:
    return score + seconds_late


def _a_gift(student: str, score: float, seconds_late: float) -> float:
    return -1.0


Step = tuple[datetime | None, dict[str, Result], LatePenalty] | str
SOME = graded(0.25, 1.5, 0.125)  # sums of these are exact in any order
NOTHING = graded(0.0, 0.0, 0.0, answered={"code": False, "essay": False})
HISTORIES: dict[str, list[Step]] = {
    "in time": [(EARLY, SOME, _all)],
    "no timestamp": [(None, SOME, _all)],
    "late, no penalty": [(LATE, SOME, no_penalty)],
    "late, all taken": [(LATE, SOME, _all)],
    "late, more than all": [(LATE, SOME, _too_much)],
    "late, less than nothing": [(LATE, SOME, _a_gift)],
    "timestamp kept": [(LATE, SOME, _all), (None, SOME, _all)],
    "penalty taken back": [(LATE, SOME, _all), (EARLY, SOME, _all)],
    "extended": [(LATE, SOME, _all), "extension", (LATE, SOME, _all)],
    "unreadable": [(EARLY, UNREADABLE, _all)],
    "not judged": [(EARLY, graded(None, 1.0, None), _all)],
    "judged later": [(EARLY, graded(None, 1.0, None), _all), (EARLY, graded(3.0, 1.0, 0.0), _all)],
    "no essay": [(EARLY, graded(1.0, 2.0, 3.0, answered={"code": True, "essay": False}), _all)],
    "essay later": [(EARLY, NOTHING, _all), (LATE, SOME, _all)],
    "by hand": [(EARLY, SOME, _all), "by hand", (LATE, graded(0.5, 0.5, 0.5), _all)],
    "by hand, the same again": [(EARLY, SOME, _all), "by hand", (EARLY, SOME, _all)],
}  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES)
def test_what_is_recorded_is_what_nbgrader_would_have_written(file: Path, history: str) -> None:
    other = Path(shutil.copy(file, file.with_name("other.db")))
    found = []
    for path, write in ((file, record), (other, as_nbgrader_does)):
        with Gradebook(f"sqlite:///{path}", "mini-torch") as gradebook:
            for step in HISTORIES[history]:
                if step == "by hand":
                    enter_by_hand(gradebook, "layers", "ada")
                elif step == "extension":
                    gradebook.grant_extension("layers", "ada", days=5)
                else:
                    assert not isinstance(step, str)
                    write(gradebook, "layers", "ada", *step)
            found.append(contents(gradebook))
    ours, stock = found
    if history == "unreadable":  # nbgrader has no word for it; here there is nothing to see for a person either
        for book in ("first", "second"):
            stock["layers/ada"][book]["grades"]["TaskCell task"] = (0.0, None, None, False, 0.0)
    assert ours == stock
    assert ours["layers/ada"]["first"]["grades"]


def test_what_a_person_entered_survives_and_is_marked_to_be_looked_at(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    enter_by_hand(gradebook, "layers", "ada")
    record(gradebook, "layers", "ada", EARLY, graded(2.0, 2.0, 2.0), no_penalty)
    first = contents(gradebook)["layers/ada"]["first"]
    assert first["grades"]["GradeCell test_a"] == (2.0, 0.75, None, True, 0.75)
    assert first["grades"]["GradeCell test_b"] == (2.0, None, 0.5, False, 2.5)
    assert first["comments"]["SolutionCell code"] == (None, "Well argued.")


def test_task_that_could_not_be_read_waits_for_a_person_once_it_can(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, UNREADABLE, no_penalty)
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    assert contents(gradebook)["layers/ada"]["first"]["grades"]["TaskCell task"] == (None, None, None, True, 0.0)


def test_notebooks_and_cells_added_after_an_earlier_grading_get_their_rows(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    before = contents(gradebook)["layers/ada"]["first"]
    add_notebook(gradebook, "layers", "third")
    gradebook.add_task_cell("more", "first", "layers", max_score=1.0, cell_type="markdown")
    record(gradebook, "layers", "ada", EARLY, {**SOME, "third": SOME["first"]}, no_penalty)
    after = contents(gradebook)["layers/ada"]
    assert after["third"] == before
    assert after["first"]["grades"].pop("TaskCell more") == (None, None, None, True, 0.0)
    assert after["first"]["comments"].pop("TaskCell more") == (None, None)
    assert after["first"] == before


@contextmanager
def _counted(gradebook: Gradebook) -> Iterator[dict[str, int]]:
    """How many statements and commits the gradebook sends meanwhile."""
    counts = {"statements": 0, "commits": 0}

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(*_: object) -> None:
        counts["commits"] += 1

    listeners = (("before_cursor_execute", statement), ("commit", commit))
    for name, listener in listeners:
        event.listen(gradebook.engine, name, listener)
    yield counts
    for name, listener in listeners:
        event.remove(gradebook.engine, name, listener)


def test_a_submission_is_one_transaction_of_a_few_statements_however_many_there_are(gradebook: Gradebook) -> None:
    for number in range(30):
        with _counted(gradebook) as counts:
            record(gradebook, "layers", f"s{number}", LATE, SOME, _all)
        assert counts["commits"] == 1
        assert counts["statements"] <= 12, "three are for the late penalties of two notebooks"


def test_nothing_is_written_where_nothing_differs(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    with _counted(gradebook) as counts:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    assert counts == {"statements": 3, "commits": 1}  # begin, and two questions


def test_a_failure_leaves_the_gradebook_as_it_was_and_the_session_usable(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    before = contents(gradebook)

    def broken(student: str, score: float, seconds_late: float) -> float:
        raise ZeroDivisionError("the course's own plug-in")

    for student in ("ada", "bob"):
        with pytest.raises(ZeroDivisionError):
            record(gradebook, "layers", student, LATE, graded(0.0, 0.0, 0.0), broken)
    gradebook.db.execute(text("CREATE TRIGGER full BEFORE INSERT ON comment BEGIN SELECT RAISE(ABORT, 'no room'); END"))
    gradebook.db.commit()
    with pytest.raises(DBAPIError, match="no room"):
        record(gradebook, "layers", "bob", EARLY, SOME, no_penalty)
    assert contents(gradebook) == before
    assert [student.id for student in gradebook.students] == ["ada"]
    gradebook.db.execute(text("DROP TRIGGER full"))
    gradebook.db.commit()
    record(gradebook, "layers", "bob", EARLY, SOME, no_penalty)
    assert recorded(gradebook, "layers") == {"ada", "bob"}


def test_an_assignment_that_the_gradebook_does_not_know_is_named(gradebook: Gradebook) -> None:
    with pytest.raises(MissingEntry, match="nowhere"):
        record(gradebook, "nowhere", "ada", EARLY, SOME, no_penalty)
    assert gradebook.students == []


def test_recorded_are_those_who_submitted_this_assignment(gradebook: Gradebook) -> None:
    gradebook.add_student("eve")
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    record(gradebook, "later", "bob", EARLY, SOME, no_penalty)
    with _counted(gradebook) as counts:
        assert recorded(gradebook, "layers") == {"ada"}
    assert counts["statements"] == 1


# ------------------------------------------------------------ opening the gradebook


def test_gradebook_that_another_process_holds_is_waited_for(file: Path) -> None:
    program = (
        "import sqlite3, sys, time\n"
        "holder = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "holder.execute('BEGIN EXCLUSIVE'); print('held', flush=True); time.sleep(3)\n"
    )
    with open_gradebook(course_with(f"sqlite:///{file}")) as gradebook:
        with subprocess.Popen([sys.executable, "-c", program, file], stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            begun = time.monotonic()
            with pytest.raises(DBAPIError) as caught:
                record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
            assert locked(caught.value)
            patiently(lambda: record(gradebook, "layers", "ada", EARLY, SOME, no_penalty))
            assert time.monotonic() - begun > 2
        assert recorded(gradebook, "layers") == {"ada"}


def test_gradebook_of_an_older_nbgrader_is_refused_untouched_and_used_once_upgraded(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.execute("ALTER TABLE student DROP COLUMN lms_user_id")
        old.execute("CREATE TABLE old (id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL UNIQUE, duedate DATETIME)")
        old.execute("INSERT INTO old SELECT id, name, duedate FROM assignment")
        old.execute("DROP TABLE assignment")
        old.execute("ALTER TABLE old RENAME TO assignment")
        old.execute("DROP TABLE course")
        old.execute("UPDATE alembic_version SET version_num = '167914646830'")
        old.commit()
    before = file.read_bytes()
    with (
        pytest.raises(
            GradebookError,
            match=r"lacks assignment\.course_id, course, student\.lms_user_id; run `nbgrader db upgrade`",
        ),
        open_gradebook(course_with(f"sqlite:///{file}")),
    ):
        pass
    assert file.read_bytes() == before
    _upgrade(file)
    with open_gradebook(course_with(f"sqlite:///{file}", "default_course")) as gradebook:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)


def _upgrade(file: Path) -> None:
    command = [sys.executable, "-m", "nbgrader", "db", "upgrade", f"--db=sqlite:///{file}"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    subprocess.run(command, cwd=file.parent, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///{folder}/none.db", "run `nbgrader generate_assignment` first"),
        ("sqlite:///{folder}/empty.db", "run `nbgrader generate_assignment` first"),
        ("sqlite:///{folder}/notes.txt", "not a database"),
        ("gradebook.db", "c.CourseDirectory.db_url"),
        ("postgres://host/grades", "postgresql+psycopg://"),
        ("postgresql+nodriver://host/grades", "pip install"),
        ("postgresql+psycopg://ada:hidden@127.0.0.1:1/grades", "onnection refused"),
    ],
)
def test_gradebook_that_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path, url: str, told: str) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "notes.txt").write_text("no database at all " * 99)
    course = course_with(url.format(folder=tmp_path))
    with pytest.raises(GradebookError) as caught, open_gradebook(course):
        pass
    assert told in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["empty.db", "notes.txt"]


@pytest.fixture
def readonly(template: Path) -> Iterator[Path]:
    """A gradebook that this process may read and not write, in such a folder, even if it is root otherwise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(shutil.copy(template, folder / "gradebook.db"))
        path.chmod(0o444)
        folder.chmod(0o555)
        mine = os.geteuid()
        if mine == 0:
            os.seteuid(65534)
        try:
            yield path
        finally:
            os.seteuid(mine)
            folder.chmod(0o755)


def test_gradebook_that_may_not_be_written_is_refused_before_any_work_and_can_be_read(readonly: Path) -> None:
    course = course_with(f"sqlite:///{readonly}")
    with pytest.raises(GradebookError, match="read-only"), open_gradebook(course):
        pass
    with open_gradebook(course, writable=False) as gradebook:
        assert recorded(gradebook, "layers") == frozenset()


def test_reading_adds_no_course_to_the_gradebook(file: Path) -> None:
    before = file.read_bytes()
    with open_gradebook(course_with(f"sqlite:///{file}", "another"), writable=False) as gradebook:
        assert len(gradebook.assignments) == 2
    assert file.read_bytes() == before


# ------------------------------------------------------------ indexes


def _unindexed(gradebook: Gradebook) -> set[str]:
    """Foreign-key columns that start no index, by what SQLite itself says of its indexes."""
    found = set()
    with gradebook.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            listed = connection.execute(text(f"PRAGMA index_list({table.name})")).all()
            columns = [connection.execute(text(f"PRAGMA index_info('{index[1]}')")).all() for index in listed]
            first = {column[0][2] for column in columns}
            found |= {f"{table.name}.{c.name}" for c in table.columns if c.foreign_keys and c.name not in first}
    return found


def test_foreign_keys_are_indexed_once(gradebook: Gradebook) -> None:
    missing = _unindexed(gradebook)
    assert {"grade.notebook_id", "comment.notebook_id", "submitted_notebook.assignment_id"} <= missing
    assert len(add_missing(gradebook.engine)) == len(missing)
    assert _unindexed(gradebook) == set()
    assert add_missing(gradebook.engine) == []


def test_nbgrader_goes_on_with_the_indexes(file: Path) -> None:
    tables = {table.name: set(table.indexes) for table in Base.metadata.sorted_tables}
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        add_missing(gradebook.engine)
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        before = contents(gradebook)
    _upgrade(file)
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        assert contents(gradebook) == before
        as_nbgrader_does(gradebook, "layers", "bob", LATE, SOME, no_penalty)
        gradebook.remove_submission("layers", "ada")
        assert inspect(gradebook.engine).get_indexes("grade")
    assert {table.name: set(table.indexes) for table in Base.metadata.sorted_tables} == tables


# ------------------------------------------------------------ files


def test_notebook_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.ipynb"
    write_notebook(path, "old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            write_notebook(path, "new " * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (path.read_text(), os.listdir(path.parent)) == ("old", ["a.ipynb"])
    write_notebook(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o444)


def test_text_of_a_notebook_is_indented_json_whatever_the_order_of_its_keys() -> None:
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": 'é, "cells": [] and \\n\n  - a line'},
        {
            "outputs": [{"text": "x" * 20_000}],
            "source": "",
            "cell_type": "code",
            "metadata": {"z": [1, {"b": []}], "a": {}},
        },
    ]
    notebook = {"nbformat": 4, "metadata": {"text": '"cells": []'}, "cells": cells}
    plain = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    assert notebook_text(notebook) == notebook_text(dict(reversed(notebook.items()))) == plain
    assert notebook_text({"cells": []}) == '{\n "cells": []\n}\n'


def test_kit_that_is_there_already_is_left_alone_and_what_differs_is_put_right(tmp_path: Path) -> None:
    kit = {"checks.py": b"right", "data/x.csv": b"1,2", "other.py": b"same"}
    write_kit(tmp_path, kit, DUE, "secret")
    (tmp_path / "checks.py").write_bytes(b"wrong")
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in kit}
    write_kit(tmp_path, kit, DUE + timedelta(days=1), "secret")
    assert {name: (tmp_path / name).read_bytes() for name in kit} == kit
    after = {name: (tmp_path / name).stat().st_mtime_ns for name in kit}
    assert {name for name in kit if after[name] != before[name]} == {"checks.py"}
    assert (tmp_path / "timestamp.txt").read_text() == "2026-11-02 12:00:00 UTC"
    write_kit(tmp_path, kit, None, "secret")
    assert (tmp_path / "timestamp.txt").read_text() == ""


def test_emptied_folder_keeps_the_kit_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "graded"
    kit = {"checks.py": b"right", "data/x.csv": b"1,2"}
    write_kit(folder, kit, None, "secret")
    write_notebook(folder / "a.ipynb", "{}")
    (folder / "data" / "stray.csv").write_text("stray")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "link.csv").symlink_to(folder / "checks.py")
    (folder / ".a.ipynb.1.tmp").write_text("half")
    empty_folder(folder, keep=kit)
    left = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    assert left == {"checks.py", "data/x.csv", "timestamp.txt", "submission_secret.txt"}
    assert not (folder / "deep").exists()


def test_emptied_folder_follows_no_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_kit(other, {"checks.py": b"theirs"}, None, "")
    folder = tmp_path / "graded"
    folder.mkdir()
    (folder / "data").symlink_to(other)
    (folder / "checks.py").symlink_to(other / "checks.py")
    empty_folder(folder, keep=["checks.py", "data/checks.py"])
    assert os.listdir(folder) == []
    folder.rmdir()
    folder.symlink_to(other)
    empty_folder(folder)
    assert not folder.is_symlink()
    assert (other / "checks.py").read_bytes() == b"theirs"


def test_old_notebook_is_away_while_the_gradebook_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    write_notebook(path, "old")
    with withdrawn(tmp_path):
        assert not path.exists()
    assert not path.exists(), "what was recorded has no notebook yet"


def test_old_notebook_comes_back_if_the_gradebook_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    write_notebook(path, "old")
    with pytest.raises(KeyboardInterrupt), withdrawn(tmp_path):
        raise KeyboardInterrupt
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["a.ipynb"])


def test_a_folder_that_is_not_there_yet_has_nothing_to_withdraw(tmp_path: Path) -> None:
    with withdrawn(tmp_path / "new"):
        pass
    empty_folder(tmp_path / "new", keep=["checks.py"])
    assert not (tmp_path / "new").exists()
