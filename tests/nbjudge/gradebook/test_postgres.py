"""A gradebook on PostgreSQL: what SQLite's does, it does."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from nbjudge.gradebook.export import FastExport
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.opening import GradebookError, open_gradebook
from nbjudge.gradebook.recording import record, recorded
from tests.support.course import copy_course, filled_in, submit
from tests.support.gradebooks import (
    EARLY,
    LATE,
    UNREADABLE,
    as_nbgrader_does,
    contents,
    course_with,
    enter_by_hand,
    graded,
    make_gradebook,
    no_penalty,
)
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.running import ForkingCourse, run

FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
PROGRAMS = next((folder for folder in FOLDERS if (folder / "initdb").exists()), None)
pytestmark = [
    pytest.mark.skipif(PROGRAMS is None, reason="needs PostgreSQL (apt-get install postgresql); .ci/run installs it"),
    # nbgrader's add_submission, which these tests compare with, adds rows in an order that SQLAlchemy 2 warns of
    pytest.mark.filterwarnings("ignore:Object of type <Submitted.*> not in session"),
]
OWNER = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _server(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to be run by root, as OWNER."""
    user: dict[str, Any] = {"user": OWNER, "group": pwd.getpwnam(OWNER).pw_gid} if os.geteuid() == 0 else {}
    # no pipe: the server would inherit it, and reading its end would wait for the server's
    command = [f"{PROGRAMS}/{program}", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", extra_groups=[] if user else None, **user)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A server of its own, reached through a socket in its folder only."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # a socket's path must be short
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        data = str(folder / "data")
        _server("initdb", "--pgdata", data, "--auth=trust", "--encoding=UTF8", "--no-sync", "--username=teacher")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _server("pg_ctl", "start", "--pgdata", data, "--wait", "--log", str(folder / "log"), "--options", options)
        try:
            yield folder
        finally:
            _server("pg_ctl", "stop", "--pgdata", data, "--wait", "--mode=immediate")


def _create(cluster: Path, database: str, template: str = "template1") -> str:
    engine = create_engine(f"postgresql+psycopg://teacher@/postgres?host={cluster}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database} TEMPLATE {template}"))
    engine.dispose()
    return f"postgresql+psycopg://teacher@/{database}?host={cluster}"


@pytest.fixture
def empty(cluster: Path, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    return _create(cluster, f"empty_{abs(hash(request.node.name))}")


@pytest.fixture(scope="module")
def template(cluster: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(_create(cluster, "made"), patch)
    return "made"


@pytest.fixture
def url(cluster: Path, template: str, request: pytest.FixtureRequest) -> str:
    """A gradebook with assignments, and nobody in it."""
    return _create(cluster, f"made_{abs(hash(request.node.name))}", template)


SOME = graded(0.25, 1.5, 0.125)


def test_what_is_recorded_there_is_what_nbgrader_would_have_written(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook:
        for student, write in (("ada", record), ("bob", as_nbgrader_does)):
            write(gradebook, "layers", student, LATE, SOME, lambda _, score, __: score / 2)
            enter_by_hand(gradebook, "layers", student)
            write(gradebook, "layers", student, LATE, graded(None, 1.0, 2.0), lambda _, score, __: score / 2)
        found = contents(gradebook)
        assert found["layers/ada"] == found["layers/bob"]
        assert found["layers/ada"]["first"]["penalty"] == (0.75 + 1.5 + 2.0) / 2
        assert recorded(gradebook, "layers") == {"ada", "bob"}


def test_a_failure_leaves_nothing_behind_and_the_session_usable(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook:
        with pytest.raises(DBAPIError):
            record(gradebook, "layers", "a" * 129, EARLY, SOME, no_penalty)
        assert gradebook.students == []
        gradebook.db.rollback()
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        assert recorded(gradebook, "layers") == {"ada"}


def test_foreign_keys_are_indexed_once(url: str) -> None:
    with open_gradebook(course_with(url)) as gradebook:
        names = add_missing(gradebook.engine)
        assert "nbjudge_grade_notebook_id" in names
        assert {index["name"] for index in inspect(gradebook.engine).get_indexes("grade")} >= {
            "nbjudge_grade_notebook_id"
        }
        assert add_missing(gradebook.engine) == []


def test_exported_file_is_nbgraders_byte_for_byte(url: str, tmp_path: Path) -> None:
    with open_gradebook(course_with(url)) as gradebook:
        for number in range(1, 20):
            scores = (number / 3, number / 7, 0.1 * number)
            late = LATE if number % 2 else EARLY
            record(gradebook, "layers", f"s{number}", late, graded(*scores), lambda _, score, __: score / 3)
        record(gradebook, "later", "s1", None, UNREADABLE, no_penalty)
        enter_by_hand(gradebook, "layers", "s3")
        add_missing(gradebook.engine)
    with Gradebook(url, "mini-torch") as gradebook:
        CsvExportPlugin(to=str(tmp_path / "stock.csv")).export(gradebook)
    with open_gradebook(course_with(url), writable=False) as gradebook:
        FastExport(to=str(tmp_path / "fast.csv")).export(gradebook)
    assert (tmp_path / "fast.csv").read_bytes() == (tmp_path / "stock.csv").read_bytes()
    assert len((tmp_path / "fast.csv").read_text().splitlines()) == 1 + 2 * 19


def test_empty_database_is_told_what_fills_it(empty: str) -> None:
    with pytest.raises(GradebookError, match="generate_assignment"), open_gradebook(course_with(empty)):
        pass


@pytest.fixture
def guest(url: str, request: pytest.FixtureRequest) -> str:
    """The gradebook as another user, who has the rights that the test's parameter names."""
    user = f"guest_{request.param.split(',')[-1].strip().lower()}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {user} LOGIN"))
        connection.execute(text(f"GRANT {request.param} ON ALL TABLES IN SCHEMA public TO {user}"))
    engine.dispose()
    return url.replace("teacher@", f"{user}@")


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
