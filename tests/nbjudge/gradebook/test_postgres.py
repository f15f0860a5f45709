"""What only a server can do to a gradebook: rights, several who write, several courses.

What is the same in SQLite is tested elsewhere, on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.opening import GradebookError, open_gradebook
from nbjudge.gradebook.recording import record, recorded
from tests.support.course import copy_course, filled_in, submit
from tests.support.gradebooks import EARLY, SOME, course_with, make_gradebook, no_penalty
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.postgres import Server
from tests.support.running import ForkingCourse, run


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    """An empty database."""
    url = postgres.empty()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="module")
def made(postgres: Server) -> str:
    """A gradebook with assignments, and nobody in it; not to be changed."""
    url = postgres.empty()
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(url, patch)
    return url


@pytest.fixture
def url(postgres: Server, made: str) -> Iterator[str]:
    """A copy of it."""
    copied = postgres.copy(made)
    yield copied
    postgres.drop(copied)


def test_empty_database_is_told_what_fills_it(empty: str) -> None:
    with pytest.raises(GradebookError, match="generate_assignment"), open_gradebook(course_with(empty)):
        pass


def test_name_that_does_not_fit_is_refused_and_the_session_can_be_used_on(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook:
        with pytest.raises(DBAPIError, match="too long"):
            record(gradebook, "layers", "a" * 129, EARLY, SOME, no_penalty)
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        assert recorded(gradebook, "layers") == {"ada"}


@pytest.fixture
def guest(url: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The gradebook as another user, who has the rights that the test's parameter names."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN"))
        connection.execute(text(f"GRANT {request.param} ON ALL TABLES IN SCHEMA public TO guest"))
    yield url.replace("teacher@", "guest@")
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY guest"))
        connection.execute(text("DROP ROLE guest"))
    engine.dispose()


@pytest.mark.parametrize("guest", ["SELECT"], indirect=True)
def test_gradebook_that_this_user_may_only_read_is_told_and_can_be_read(guest: str) -> None:
    with pytest.raises(GradebookError, match="permission denied"), open_gradebook(course_with(guest)):
        pass
    with open_gradebook(course_with(guest), writable=False) as gradebook:
        assert recorded(gradebook, "layers") == frozenset()


@pytest.mark.parametrize("guest", ["SELECT, INSERT, UPDATE"], indirect=True)
def test_user_who_may_not_add_indexes_records_without_them(guest: str) -> None:
    with open_gradebook(course_with(guest)) as gradebook:
        assert add_missing(gradebook.engine) == []
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        assert recorded(gradebook, "layers") == {"ada"}


def test_course_is_graded_and_exported_with_the_gradebook_there(empty: str, tmp_path: Path) -> None:
    course = ForkingCourse(copy_course(tmp_path).root)
    with (tmp_path / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {empty!r}\n")
    course.run("generate_assignment", "activation")
    submit(course, "ada", filled_in({cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}))
    course.judge("activation", ["ada"])
    assert run(course, "export").code == 0
    assert (tmp_path / "grades.csv").read_text().splitlines()[1].endswith(",20.0,0.0,20.0,20.0")
    assert not (tmp_path / "gradebook.db").exists()
