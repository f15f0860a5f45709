"""How `nbjudge autograde` starts: with zygotes ahead if they seem to be needed, and without what it does not need."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from demo.course import Course
from nbjudge.processes import warm_pair, zygote
from nbjudge.processes.head_start import head_start, seems_due
from nbjudge.processes.zygote_main import ROLES
from tests.support.course import filled_in, submit
from tests.support.running import RIGHT, copied, gone, released, run, start, wait_until
from tests.support.zygotes import alive, pretend_two_cores, two_cores

HANDED_IN = "submitted/ada/activation/activation.ipynb"

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


@pytest.mark.parametrize(
    ("verb", "force", "dask", "starts"),
    [
        ("autograde", False, None, False), ("autograde", True, None, True), ("autograde", True, "tcp://there:1", False),
        ("feedback", True, None, False), ("doctor", True, None, False),
    ],
)  # fmt: skip
def test_only_grading_here_starts_zygotes_ahead_and_they_end_with_the_block(
    verb: str, force: bool, dask: str | None, starts: bool, guessed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", two_cores)
    monkeypatch.chdir(guessed)
    before = psutil.Process().children()
    with head_start(Namespace(verb=verb, assignment=None, force=force, dask=dask)) as ahead:
        assert (ahead is not None) == starts
        begun = [child for child in psutil.Process().children() if child not in before]
        assert len(begun) == starts, "the others fork from the first"
    assert gone(begun)


def test_with_a_single_core_nothing_starts_ahead(guessed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    monkeypatch.chdir(guessed)
    with head_start(Namespace(verb="autograde", assignment=None, force=True, dask=None)) as ahead:
        assert ahead is None


# ------------------------------------------------------------ the command


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
    running = start(course, "autograde", "nothing-of-this-name", "--force", before=pretend_two_cores)
    assert wait_until(lambda: len(running.family()) > 1), "none has started"
    family = running.family()[1:]
    assert running.wait().code == 1
    assert gone(family)


def test_killed_early_the_command_leaves_no_zygote(course: Course) -> None:
    running = start(course, "autograde", "activation", "--force", before=pretend_two_cores)
    assert wait_until(lambda: len(running.family()) > len(ROLES)), "none has started"
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


def test_the_process_that_grades_imports_neither_numpy_nor_pytest() -> None:
    program = "import sys, nbjudge.console.grading_run; assert not {'numpy', 'pytest', 'IPython'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_judges_gets_ready_before_the_gradebook_is_imported() -> None:
    program = """
import sys
from nbjudge.course.lean_nbgrader import lean_nbgrader
with lean_nbgrader():
    import nbjudge.commands.autograde
assert not {"sqlalchemy", "rich"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_got_ready_ahead_is_what_the_class_is_judged_with(course: Course, tmp_path: Path) -> None:
    def count() -> None:
        pretend_two_cores()
        make = warm_pair.WarmPair.__init__

        def counted(pair: Any, assignment: Any, limits: Any, **keywords: Any) -> None:
            (tmp_path / f"{assignment.fingerprint}-{threading.current_thread().name}").touch()
            make(pair, assignment, limits, **keywords)

        warm_pair.WarmPair.__init__ = counted  # type: ignore[assignment, method-assign]  # to be counted

    assert run(course, "autograde", "activation", "--force").code == 0, "its trial is kept now"
    assert run(course, "autograde", "activation", "--force", before=count).code == 0
    assert len(list(tmp_path.iterdir())) == 1, "one pair, of one notebook"
    assert not list(tmp_path.glob("*-MainThread"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("words", [("autograde", "activation", "--force"), ("grade", HANDED_IN)], ids=lambda it: it[0])
def test_stopped_while_what_judges_gets_ready_a_command_leaves_no_folder_and_no_process(
    course: Course, tmp_path: Path, words: tuple[str, ...], number: int, code: int
) -> None:
    folders, pid = tmp_path / "folders", tmp_path / "pid"
    folders.mkdir()

    def stop() -> None:
        pretend_two_cores()
        tempfile.tempdir = str(folders)
        take = vars(warm_pair)["unprepared"]

        def stopped(*arguments: Any) -> Any:
            zygotes = take(*arguments)
            pid.write_text(str(zygotes[0].process.pid))
            os.kill(os.getpid(), number)
            return zygotes

        vars(warm_pair)["unprepared"] = stopped  # by now the pair's folder holds the cells with hidden tests

    ended = run(course, *words, before=stop)
    assert (ended.code, ended.err) == (code, "nbjudge: stopped\n")
    assert not alive(int(pid.read_text()))
    assert list(folders.iterdir()) == []
