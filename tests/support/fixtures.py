"""Fixtures that several packages of tests share; the root's `conftest.py` makes them known to pytest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nbjudge.processes.warm_set import WarmSet
from tests.support.disk import Files, hurry_gradebooks
from tests.support.postgres import PROGRAMS, WITHOUT, Server, serving
from tests.support.zygotes import blanks

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from demo.course import Course


@pytest.fixture(scope="session", autouse=True)
def quick_disk() -> None:
    """No gradebook waits for the disk."""
    hurry_gradebooks()


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmSet]:
    """Processes that stay warm for a file of tests."""
    with WarmSet(blanks()) as made:
        yield made


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with two assignments, not to be changed; see ``make_gradebook``."""
    # nbgrader takes two seconds to import, and most tests do without
    from tests.support.gradebooks import make_gradebook  # noqa: PLC0415 - for that reason

    path = tmp_path_factory.mktemp("template") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(f"sqlite:///{path}", patch)
    return path


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(template, tmp_path / "gradebook.db"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    if PROGRAMS is None:
        pytest.skip(WITHOUT)
    with serving("fsync=off") as server:  # as `quick_disk`
        yield server


@pytest.fixture(scope="session", params=["SQLite", "PostgreSQL"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files | Server:
    """Where gradebooks are made: whatever asks for them is tried on both."""
    if request.param == "SQLite":
        return Files(tmp_path_factory.mktemp("databases"))
    server: Server = request.getfixturevalue("postgres")
    return server


@pytest.fixture(scope="session")
def template_url(databases: Files | Server) -> str:
    """The gradebook of ``template`` there, not to be changed."""
    from tests.support.gradebooks import make_gradebook  # noqa: PLC0415 - as in `template`

    url = databases.empty()
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(url, patch)
    return url


@pytest.fixture
def gradebook_url(databases: Files | Server, template_url: str) -> Iterator[str]:
    """A copy of it."""
    url = databases.copy(template_url)
    yield url
    databases.drop(url)


@pytest.fixture
def gradebook(gradebook_url: str) -> Iterator[Gradebook]:
    """The copy, open."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - as in `template`

    with Gradebook(gradebook_url, "mini-torch") as gradebook:
        yield gradebook


@pytest.fixture(scope="session")
def empty_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A released course without submissions, not to be changed."""
    from tests.support.running import released  # noqa: PLC0415 - it starts by reading the notebook

    return released(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    """A course without submissions, for one test."""
    from tests.support.running import copied  # noqa: PLC0415 - as in `empty_course`

    return copied(empty_course, tmp_path / "course")


@pytest.fixture(scope="module")
def taught() -> Course:
    """A course whose class, one student of each kind, is graded; not to be changed."""
    from tests.support.classes import graded_class, hand_in_all_kinds  # noqa: PLC0415 - as in `empty_course`

    return graded_class(hand_in_all_kinds)


@pytest.fixture
def again(taught: Course, tmp_path: Path) -> Course:
    """A copy of the graded course, for one test."""
    from tests.support.running import copied  # noqa: PLC0415 - as in `empty_course`

    return copied(taught, tmp_path / "course")


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes a course with this configuration and an empty assignment, ``layers``, and goes there."""

    def make(configuration: str) -> Path:
        (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{configuration}\n")
        (tmp_path / "source" / "layers").mkdir(parents=True)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "path", [*sys.path])
        return tmp_path

    return make
