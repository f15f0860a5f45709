"""How the command starts: what it does not need is not imported, and zygotes start ahead only where they are needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.course import Course
from nbjudge import spares, zygote
from nbjudge.guess import seems_due
from nbjudge.zygote import ROLES, Zygote
from tests.course import filled_in, submit
from tests.running import RIGHT, copied, gone, released, run, start, wait_until

# ------------------------------------------------------------ the guess


@pytest.fixture
def guessed(tmp_path: Path) -> Path:
    """A course whose only submission has been graded since."""
    (tmp_path / "nbgrader_config.py").touch()
    for step, time in (("submitted", 1_000), ("autograded", 2_000)):
        folder = tmp_path / step / "ada" / "layers"
        folder.mkdir(parents=True)
        os.utime(folder, (time, time))
    return tmp_path


def _new(root: Path) -> None:
    (root / "submitted" / "bob" / "layers").mkdir(parents=True)


def _again(root: Path) -> None:
    os.utime(root / "submitted" / "ada" / "layers", (3_000, 3_000))


def _taken_away(root: Path) -> None:
    shutil.rmtree(root / "autograded")


@pytest.mark.parametrize("change", [_new, _again, _taken_away])
def test_what_is_new_submitted_again_or_not_graded_seems_due(guessed: Path, change: Callable[[Path], None]) -> None:
    (guessed / "source").mkdir()
    for here in (guessed, guessed / "source"):
        assert not seems_due(here, None)
    change(guessed)
    for here in (guessed, guessed / "source"):
        assert seems_due(here, None)
        assert seems_due(here, "layers")
        assert not seems_due(here, "another")


def test_nothing_seems_due_where_there_is_no_course_or_only_stray_files(guessed: Path, tmp_path: Path) -> None:
    (guessed / "submitted" / "ada" / ".DS_Store").touch()
    (guessed / "submitted" / "notes.txt").touch()
    assert not seems_due(guessed, None)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert not seems_due(empty, None)
    assert not seems_due(empty / "not there", "layers")


# ------------------------------------------------------------ zygotes ahead


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _pid(one: Zygote) -> int:
    assert one._process is not None
    return one._process.pid


def _two_cores() -> None:
    os.sched_getaffinity = lambda _: {0, 1}  # none starts ahead with one, which may be all that there is here


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", os.sched_getaffinity)  # to be put back
    _two_cores()


@pytest.mark.usefixtures("two_cores")
def test_a_spare_is_taken_once_and_what_nobody_took_is_ended_at_once() -> None:
    with spares.started_ahead():
        assert {role for _, role in spares._spares} == set(ROLES)
        others = [_pid(one) for (_, role), one in spares._spares.items() if role != "candidate"]
        taken = spares.take("candidate")
        assert _alive(_pid(taken))
    assert not any(map(_alive, others))
    assert not spares._spares
    assert _alive(_pid(taken)), "it is the taker's"
    taken.kill()
    assert not _alive(_pid(taken))


@pytest.mark.usefixtures("two_cores")
def test_a_fork_leaves_the_spares_to_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    with spares.started_ahead():
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: -1)  # as if in another process
            new = spares.take("candidate")
        assert _pid(new) not in [_pid(one) for one in spares._spares.values()]
        new.kill()
        assert {role for _, role in spares._spares} == set(ROLES)


def test_with_a_single_core_none_starts_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    with spares.started_ahead():
        assert not spares._spares


@pytest.mark.usefixtures("two_cores")
def test_that_none_can_start_is_told_where_one_is_needed_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with spares.started_ahead():
        assert not spares._spares
        with pytest.raises(FileNotFoundError):
            spares.take("candidate")


def test_a_zygote_that_was_never_prepared_ends_when_its_grader_does() -> None:
    one = Zygote("candidate")
    one._socket.close()
    assert one._process is not None
    assert one._process.wait(timeout=60) == 0


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = released(tmp_path_factory.mktemp("start"))
    submit(made, "ada", filled_in(RIGHT))
    return made


def _no_zygote() -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("no zygote should have been started")

    zygote.Zygote.__init__ = forbidden  # type: ignore[assignment, method-assign]  # a planted fault


@pytest.mark.parametrize("arguments", [["--help"], ["--jobs=0"], ["--no-such-option"]])
def test_help_and_wrong_usage_start_nothing(course: Course, arguments: list[str]) -> None:
    assert run(course, "autograde", "activation", *arguments, before=_no_zygote).code in {0, 2}
    assert "no zygote" in run(course, "autograde", "activation", before=_no_zygote).err, "a ban that nobody notices"


def test_what_was_started_ahead_for_nothing_is_gone_with_the_command(course: Course) -> None:
    running = start(course, "autograde", "nothing-of-this-name", "--force", before=_two_cores)
    assert wait_until(lambda: len(running.family()) == 1 + len(ROLES)), "none has started"
    family = running.family()[1:]
    assert running.wait().code == 1
    assert gone(family)


def test_killed_early_the_command_leaves_no_zygote(course: Course) -> None:
    running = start(course, "autograde", "activation", "--force", before=_two_cores)
    assert wait_until(lambda: len(running.family()) == 1 + len(ROLES)), "none has started"
    family = running.family()[1:]
    running.kill()
    assert wait_until(lambda: gone(family))


def test_grading_with_zygotes_that_started_ahead_and_without_gives_the_same(course: Course, tmp_path: Path) -> None:
    other = copied(course, tmp_path / "other")

    def one_core() -> None:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    texts = []
    for place, before in ((course, lambda: None), (other, one_core)):
        ended = run(place, "autograde", "activation", "--force", "--json", before=before)
        assert ended.code == 0, ended.err
        texts.append(ended.document["students"][0]["cells"])
    assert texts[0] == texts[1]


# ------------------------------------------------------------ imports


def test_nbgrader_is_imported_without_what_it_never_uses_here(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("some.txt", "text")
    program = f"""
import sys
from nbjudge.unneeded import ABSENT, keep_out
keep_out()
import nbgrader.apps, nbgrader.utils
wanted = [*ABSENT, "setuptools", "pkg_resources", "urllib3", "nbgrader.server_extensions", "jupyter_server"]
assert not [name for name in wanted if sys.modules.get(name)], "imported all the same"
nbgrader.utils.unpack_archive({str(tmp_path / "some.zip")!r}, {str(tmp_path)!r})
assert sys.modules["setuptools.archive_util"].__file__, "the module itself should be there now"
assert open({str(tmp_path / "some.txt")!r}).read() == "text"
try:
    nbgrader._load_jupyter_server_extension(None)
except AttributeError as error:
    assert "NoneType" in str(error), "the extension itself should have been given None"
assert "jupyter_server" in sys.modules
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)


def test_the_process_that_grades_imports_neither_numpy_nor_pytest() -> None:
    program = "import sys, nbjudge.autograde; assert not {'numpy', 'pytest', 'IPython'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_has_been_imported_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from nbjudge import unneeded  # noqa: PLC0415 - next to its use

    monkeypatch.setitem(sys.modules, "isoduration", sys)
    unneeded.keep_out()
    assert sys.modules["isoduration"] is sys
