"""Running `nbjudge` and `nbgrader` in a forked process: what takes seconds to import is there already.

Tests of how these start as programs, or of what stock nbgrader does without this course's configuration, start
programs.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

import psutil
from sqlalchemy.orm import configure_mappers

from nbjudge.digest import judge_digest

#: What libraries import when they are first used.
NEEDED_LATER: Final = ("sqlalchemy.dialects.sqlite", "rich._emoji_codes")


@dataclass
class Running:
    """A command in a process group of its own."""

    pid: int
    folder: Path
    begun: float = field(default_factory=time.monotonic)

    def wait(self) -> Ended:
        """Wait for its end."""
        _, status, used = os.wait4(self.pid, 0)
        seconds, cpu_seconds = time.monotonic() - self.begun, used.ru_utime + used.ru_stime
        ended = Ended(os.waitstatus_to_exitcode(status), self.out(), self.err(), seconds, cpu_seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
        return ended

    def kill(self) -> None:
        """Kill the whole group at once, as `kill -9 -PGID` does, and wait for its end."""
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)

    def out(self) -> str:
        """What it has printed on stdout so far."""
        return (self.folder / "out").read_text()

    def err(self) -> str:
        """What it has printed on stderr so far."""
        return (self.folder / "err").read_text()

    def family(self) -> list[psutil.Process]:
        """The process and all that it has started and that still hang on to it."""
        try:
            process = psutil.Process(self.pid)
            return [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str
    seconds: float
    cpu_seconds: float

    @property
    def document(self) -> dict[str, Any]:
        """What `--json` printed."""
        told: dict[str, Any] = json.loads(self.out)
        return told


def fork_program(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], before: Callable[[], None] = lambda: None
) -> Running:
    """Start `nbjudge ...`, `nbgrader ...`, or `python -c PROGRAM` for a program of nbgrader's, in a folder.

    Args:
        before: called in the new process first: to plant a fault there, or to become another user.
    """
    judge_digest()  # kept: all runs of a test agree on it, even if somebody edits the judge meanwhile
    printed = Path(tempfile.mkdtemp(prefix="nbjudge-run-"))
    printed.chmod(0o777)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # xdist's workers have threads, which newer Pythons mind
        for module in (*_slow_to_import(words), *NEEDED_LATER):  # here, once, and not in each fork
            importlib.import_module(module)
        configure_mappers()  # of nbgrader's tables; likewise
        pid = os.fork()
    if pid == 0:
        _be_program(words, folder, environment, printed, before)
    return Running(pid, printed)


def _slow_to_import(words: Sequence[str]) -> list[str]:
    """The modules that a command imports first, with all that takes long."""
    if words[0] in {"nbgrader", "python"}:
        return ["nbgrader.apps.nbgraderapp"]
    verb = f"nbjudge.commands.{words[1]}" if words[1:] else "nbjudge.cli"
    if importlib.util.find_spec(verb) is None:  # `--help`, or a mistake
        return ["nbjudge.cli"]
    return [verb, "nbjudge.console.grading_run"] if words[1] == "autograde" else [verb]


def _be_program(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], printed: Path, before: Callable[[], None]
) -> NoReturn:
    code: object = 70
    try:
        os.setsid()
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(printed / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(environment)
        os.chdir(folder)
        before()
        {"nbgrader": _nbgrader, "nbjudge": _nbjudge, "python": _python}[words[0]](words[1:])
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
        finally:
            os._exit(code if isinstance(code, int) else int(code is not None))


def _nbjudge(arguments: Sequence[str]) -> NoReturn:
    from nbjudge.cli import main  # noqa: PLC0415 - what it imports must see what was planted

    sys.exit(main(arguments))


def _python(arguments: Sequence[str]) -> NoReturn:
    option, program = arguments
    assert option == "-c"
    _be_nbgrader()
    exec(program, {"__name__": "__main__"})
    sys.exit()


def _nbgrader(arguments: Sequence[str]) -> NoReturn:
    from nbgrader.apps.nbgraderapp import NbGraderApp  # noqa: PLC0415 - as in `_be_nbgrader`

    _be_nbgrader()
    NbGraderApp.launch_instance(list(arguments))
    sys.exit()


def _be_nbgrader() -> None:
    """In a process that is to become a program of nbgrader's."""
    from alembic.config import main as alembic  # noqa: PLC0415 - these take two seconds, and most tests do without
    from nbgrader import api, dbutil  # noqa: PLC0415 - for that reason
    from nbgrader.apps.nbgraderapp import NbGraderApp  # noqa: PLC0415 - for that reason

    warnings.simplefilter("default")  # those of nbgrader are no errors
    vars(api)["get_alembic_version"] = alembic_version
    vars(dbutil)["check_call"] = lambda words: alembic(argv=words[1:])  # it starts `alembic`, two seconds more
    NbGraderApp.clear_instance()  # if this process has one


def alembic_version() -> str:
    """What nbgrader writes into a new gradebook. Its own function starts a program for it, which takes two seconds."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as in `_nbgrader`
    from nbgrader.dbutil import ALEMBIC_DIR  # noqa: PLC0415 - as in `_nbgrader`

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())
