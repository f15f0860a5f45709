"""A copied gradebook is the same gradebook, whichever way it goes; what would make it another is noticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Base, Gradebook
from sqlalchemy import Connection, create_engine, event, make_url, text

from nbjudge.gradebook.copying import rows
from nbjudge.gradebook.copying.ends import filling, reading
from nbjudge.gradebook.copying.rows import check_rows, copy_rows, count_rows
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.opening import GradebookError, open_gradebook
from nbjudge.gradebook.recording import record
from tests.support.disk import Files
from tests.support.gradebooks import (
    EARLY,
    LATE,
    SOME,
    as_nbgrader_does,
    contents,
    course_with,
    dumped,
    enter_by_hand,
    graded,
    no_penalty,
)
from tests.support.postgres import Server

# nbgrader's add_submission, which these tests use, adds rows in an order that SQLAlchemy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted.*> not in session")


def fill(url: str) -> None:
    """Something of everything that a gradebook may hold."""
    with Gradebook(url, "another-course"), Gradebook(url, "mini-torch") as gradebook:
        gradebook.add_student("ähre", first_name="Zoë", last_name='O\'Neil, "Z"\n', email="", lms_user_id="17")
        gradebook.add_student("Zed")
        gradebook.add_student("_low")
        for number, student in enumerate(("ähre", "Zed", "_low")):
            when = EARLY if number else LATE.replace(microsecond=123457)
            record(gradebook, "layers", student, when, graded(number / 3, None, 0.0), lambda _, score, __: score / 3)
        enter_by_hand(gradebook, "layers", "ähre")
        gradebook.grant_extension("layers", "Zed", days=400, minutes=-1)
        gradebook.add_source_cell("code", "first", "layers", cell_type="code", source="a = '\\n'\n\n🦉", locked=True)
        gradebook.add_source_cell("more", "first", "layers", cell_type="markdown", source=None, locked=False)
        gradebook.find_notebook("first", "layers").kernelspec = '{"name": "python3"}'
        gradebook.db.commit()


@pytest.fixture(scope="module")
def full(databases: Files | Server, template_url: str) -> str:
    """A gradebook with all of that, not to be changed."""
    url = databases.copy(template_url)
    fill(url)
    return url


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same in a file, where no server is looked at before it is copied."""
    url = Files(tmp_path_factory.mktemp("filled")).copy(f"sqlite:///{template}")
    fill(url)
    return url


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    homes = Files(tmp_path) if request.param == "to SQLite" else request.getfixturevalue("postgres")
    url = homes.empty()
    yield url
    homes.drop(url)


def copy(source: str, target: str) -> int:
    reports: list[None] = []
    with reading(source) as old, filling(target) as new:
        copy_rows(old, new, lambda: reports.append(None))
        check_rows(old, new, lambda: reports.append(None))
        assert len(reports) == 2 * count_rows(old)
    return len(reports) // 2


def test_a_copy_holds_the_same_rows_and_nbgrader_and_the_judge_go_on_with_it(full: str, target: str) -> None:
    expected = dumped(full)
    assert all(rows for table, rows in expected.items()), "a table without rows shows nothing"
    assert copy(full, target) == sum(map(len, expected.values()))
    assert dumped(target) == expected
    with Gradebook(full, "mini-torch") as old, open_gradebook(course_with(target)) as new:
        assert contents(new) == contents(old)
        assert add_missing(new.engine) == [], "grading is as fast there"
        record(new, "layers", "Zed", EARLY, SOME, no_penalty)
        as_nbgrader_does(new, "layers", "bob", EARLY, SOME, no_penalty)
        found = contents(new)
        assert found["layers/bob"] == {**found["layers/Zed"], "extension": None}
    assert dumped(full) == expected


def test_to_postgres_and_back_is_the_same_file_but_for_the_order_of_rows(
    filled: str, postgres: Server, tmp_path: Path
) -> None:
    there, back = postgres.empty(), Files(tmp_path).empty()
    copy(filled, there)
    copy(there, back)
    postgres.drop(there)
    assert raw(back) == raw(filled)


def raw(url: str) -> set[str]:
    """Every row as SQLite itself writes it, with its table."""
    with closing(sqlite3.connect(str(make_url(url).database))) as connection:
        return {line for line in connection.iterdump() if line.startswith("INSERT")}


def test_no_table_counts_its_rows() -> None:
    assert [table.name for table in Base.metadata.sorted_tables if table.autoincrement_column is not None] == [], (
        "then a sequence has to be set in PostgreSQL once its rows are copied"
    )


def test_what_is_written_meanwhile_is_not_copied(filled: str, postgres: Server, tmp_path: Path) -> None:
    url, target = postgres.empty(), Files(tmp_path).empty()
    copy(filled, url)
    before = dumped(url)
    with reading(url) as old, filling(target) as new:
        count_rows(old)
        with Gradebook(url, "mini-torch") as gradebook:
            enter_by_hand(gradebook, "layers", "Zed")
            gradebook.add_student("just-now")
        copy_rows(old, new, lambda: None)
        check_rows(old, new, lambda: None)
    assert dumped(target) == before
    postgres.drop(url)


# ------------------------------------------------------------ what cannot be copied


SPOILT = {
    "a name that is too long": ("INSERT INTO student (id) VALUES ('" + "n" * 129 + "')", "row of student .*too long"),
    "a NUL": ("UPDATE student SET email = 'a' || char(0) || 'b' WHERE id = 'Zed'", "row of student .*'Zed'.*NUL"),
    "a row without its other": ("DELETE FROM comment; DELETE FROM submitted_notebook", "row of grade .*foreign key"),
    "a type that there is not": ("UPDATE source_cell SET cell_type = 'raw'", "source_cell.*raw"),
    "no date": ("UPDATE assignment SET duedate = 'soon'", "assignment.*soon"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_row_that_a_server_refuses_is_named_and_nothing_is_there_then(
    filled: str, postgres: Server, tmp_path: Path, spoilt: str
) -> None:
    source, target = Files(tmp_path).copy(filled), postgres.empty()
    statements, told = SPOILT[spoilt]
    with closing(sqlite3.connect(str(make_url(source).database))) as connection:
        connection.executescript(statements)
    with pytest.raises(GradebookError, match=told):
        copy(source, target)
    assert dumped(target) == {}
    postgres.drop(target)


def _lost(connection: Connection, *_: object) -> None:
    connection.execute(text("DELETE FROM comment WHERE id = (SELECT min(id) FROM comment)"))


def _added(connection: Connection, *_: object) -> None:
    connection.execute(text("INSERT INTO student (id) VALUES ('~')"))


def _rounded(connection: Connection, *_: object) -> None:
    connection.execute(text("UPDATE grade SET auto_score = 0.3333333 WHERE auto_score > 0.3"))


def _emptied(connection: Connection, *_: object) -> None:
    connection.execute(text("UPDATE student SET email = NULL WHERE email = ''"))


@pytest.mark.parametrize(
    ("fault", "told"),
    [(_lost, "comment"), (_added, "student"), (_rounded, "grade .* auto_score is 0.33"), (_emptied, "email is None")],
)
def test_a_copy_that_differs_in_one_value_is_noticed_and_undone(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., None], told: str
) -> None:
    monkeypatch.setattr(rows, "make_missing", fault)  # the last step before the rows are checked
    with pytest.raises(GradebookError, match=rf"the copy of .* is not what was copied.*{told}|copy of {told}"):
        copy(full, Files(tmp_path).empty())
    assert list(tmp_path.glob("*.db*")) == []


def test_rows_are_read_and_written_a_batch_at_a_time(full: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BATCH", 5)
    sizes: list[int] = []

    def note(conn: object, cursor: object, statement: str, parameters: Any, context: object, many: bool) -> None:
        if statement.startswith("INSERT"):
            sizes.append(len(parameters) if many else 1)

    with reading(full) as old, filling(target) as new:
        event.listen(new.engine, "before_cursor_execute", note)
        copy_rows(old, new, lambda: None)
        assert count_rows(new) == count_rows(old) == sum(sizes)
    assert max(sizes) == 5


def test_a_number_that_is_none_is_copied_as_such(filled: str, postgres: Server, tmp_path: Path) -> None:
    there, other = postgres.empty(), postgres.empty()
    copy(filled, there)
    engine = create_engine(there)
    with engine.begin() as connection:
        connection.execute(text("UPDATE grade SET auto_score = 'NaN' WHERE auto_score > 0.3"))
    engine.dispose()
    copy(there, other)
    with pytest.raises(GradebookError, match=r"grade is not what was copied.*auto_score is None in place of nan"):
        copy(there, Files(tmp_path).empty())  # SQLite has no such number
    for url in (there, other):
        postgres.drop(url)
