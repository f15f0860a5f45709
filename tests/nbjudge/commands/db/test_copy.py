"""`nbjudge db copy FROM TO`, as it is typed."""

from __future__ import annotations

import importlib
import os
import signal
from pathlib import Path

from tests.support.forking import Ended, fork_program
from tests.support.gradebooks import dumped
from tests.support.postgres import Server


def _copy(folder: Path, source: str, target: str, at_the_end: int = 0) -> Ended:
    """Copy; with a signal to itself when all is copied, and nothing checked yet."""

    def plant() -> None:
        if at_the_end:
            place = importlib.import_module("nbjudge.gradebook.copying.rows")
            place.make_missing = lambda _: os.kill(os.getpid(), at_the_end)  # type: ignore[attr-defined]  # a fault

    return fork_program(["nbjudge", "db", "copy", source, target], folder, {}, plant).wait()


def test_verb_says_how_many_rows_there_are_in_each_table(file: Path, postgres: Server) -> None:
    url = postgres.empty()
    done = _copy(file.parent, file.name, url)
    assert done.code == 0, done.err
    rows = {line.split()[1]: int(line.split()[0]) for line in done.out.splitlines()[:-1]}
    assert rows == {table: len(found) for table, found in dumped(f"sqlite:///{file}").items()}
    assert done.out.splitlines()[-1].split()[0] == str(sum(rows.values()))
    assert dumped(url) == dumped(f"sqlite:///{file}")
    postgres.drop(url)


def test_stopped_or_killed_it_leaves_nothing_and_the_same_command_copies_all(file: Path, postgres: Server) -> None:
    url = postgres.empty()
    for target in ("new.db", url):
        killed = _copy(file.parent, file.name, target, signal.SIGKILL)
        assert killed.code == -signal.SIGKILL
    stopped = _copy(file.parent, file.name, url, signal.SIGINT)
    assert (stopped.code, stopped.err) == (130, "nbjudge: stopped. TO is as it was.\n")
    for target in ("new.db", url):
        assert _copy(file.parent, file.name, target).code == 0
    assert dumped(url) == dumped(f"sqlite:///{file.parent / 'new.db'}") == dumped(f"sqlite:///{file}")
    postgres.drop(url)


def test_a_mistake_is_told_without_a_traceback(file: Path) -> None:
    for source, target, told in (
        ("none.db", "new.db", "there is no gradebook yet"),
        (file.name, "postgresql+psycopg://ada:hidden@127.0.0.1:1/grades", "onnection refused"),
        (file.name, "nowhere/new.db", "cannot be opened"),
        (file.name, file.name, "is not empty"),
    ):
        done = _copy(file.parent, source, target)
        assert done.code == 1
        assert told in done.err
        assert "Traceback" not in done.err
        assert "hidden" not in done.err
    assert os.listdir(file.parent) == [file.name]
