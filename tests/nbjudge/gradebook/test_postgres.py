"""What only a server can do to a gradebook: rights, several who write, several courses.

What is the same in SQLite is tested elsewhere, on both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from nbjudge.course.errors import explained, locked
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.opening import GradebookError, open_gradebook, patiently
from nbjudge.gradebook.recording import record, recorded
from tests.support.gradebooks import (
    EARLY,
    SOME,
    UNREADABLE,
    contents,
    course_with,
    enter_by_hand,
    graded,
    make_gradebook,
    no_penalty,
)
from tests.support.mini import MiniCourse
from tests.support.postgres import Server


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


def test_a_person_who_grades_by_hand_meanwhile_is_waited_for_and_her_points_stay(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook, Gradebook(url, "mini-torch") as formgrader:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        grade = formgrader.find_grade("test_a", "first", "layers", "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        formgrader.db.flush()  # she has the row, and is not done
        with ThreadPoolExecutor(1) as grader:
            written = grader.submit(
                patiently, lambda: record(gradebook, "layers", "ada", EARLY, graded(3.0, 1.0, 0.0), no_penalty)
            )
            time.sleep(1.3)  # which is longer than the server lets anybody wait at a time
            assert not written.done()
            formgrader.db.commit()
            written.result()
        cells = contents(gradebook)["layers/ada"]["first"]["grades"]
        assert cells["GradeCell test_a"] == (3.0, 2.5, None, True, 2.5), "marked to be looked at again"
        assert cells["GradeCell test_b"] == (1.0, None, None, False, 1.0)


def just_before(gradebook: Gradebook, beginning: str, act: Callable[[], None]) -> None:
    """Do something once, when a statement that begins so is about to be sent."""
    acts = [act]

    def listener(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(beginning) and acts:
            acts.pop()()

    event.listen(gradebook.engine, "before_cursor_execute", listener)


def test_her_points_that_came_between_reading_and_writing_are_marked_to_be_looked_at(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook, Gradebook(url, "mini-torch") as formgrader:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        just_before(gradebook, "UPDATE grade", lambda: enter_by_hand(formgrader, "layers", "ada"))
        record(gradebook, "layers", "ada", EARLY, graded(3.0, 1.0, 0.0), no_penalty)
        cells = contents(gradebook)["layers/ada"]["first"]["grades"]
        assert cells["GradeCell test_a"] == (3.0, 0.75, None, True, 0.75)


def test_transaction_that_does_not_end_is_told(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook, Gradebook(url, "mini-torch") as formgrader:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        formgrader.find_grade("test_a", "first", "layers", "ada").manual_score = 2.5
        formgrader.db.flush()
        with pytest.raises(DBAPIError) as caught:
            patiently(lambda: record(gradebook, "layers", "ada", EARLY, UNREADABLE, no_penalty), patience=0.1)
        assert locked(caught.value)
        assert "the gradebook is locked by another's transaction" in explained(caught.value)
        formgrader.db.rollback()
        record(gradebook, "layers", "ada", EARLY, UNREADABLE, no_penalty)


def test_two_graders_of_two_assignments_may_meet_the_same_new_student(url: str) -> None:
    with open_gradebook(course_with(url)) as one, open_gradebook(course_with(url)) as other:
        just_before(one, "INSERT INTO student", lambda: record(other, "later", "ada", EARLY, SOME, no_penalty))
        record(one, "layers", "ada", EARLY, SOME, no_penalty)
        assert recorded(one, "layers") == recorded(one, "later") == {"ada"}


def test_two_courses_in_one_server_know_nothing_of_each_other(url: str, postgres: Server, made: str) -> None:
    neighbour = postgres.copy(made)
    with open_gradebook(course_with(url)) as one, open_gradebook(course_with(neighbour, "neighbours")) as other:
        record(one, "layers", "ada", EARLY, SOME, no_penalty)
        record(other, "layers", "bob", EARLY, UNREADABLE, no_penalty)
        enter_by_hand(other, "layers", "bob")
        assert set(contents(one)) == {"layers/ada"}
        assert set(contents(other)) == {"layers/bob"}
        assert [student.id for student in one.students] == ["ada"]
    postgres.drop(neighbour)


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
    course = MiniCourse(tmp_path, configuration=f"c.CourseDirectory.db_url = {empty!r}\n")
    course.succeed("nbgrader generate_assignment ps")
    course.submit("ada", double="def double(x):\n    return x + x")
    course.grade()
    course.succeed("nbjudge export")
    assert (tmp_path / "grades.csv").read_text().splitlines()[1].endswith(",4.0,0.0,4.0,4.0")
    assert not (tmp_path / "gradebook.db").exists()
