"""Running the course's commands, as the instructor and as a student."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

COURSE_ID = "mini-torch"


class CommandFailed(Exception):
    """An nbgrader command did not succeed. The text holds the command and the end of what it printed."""


class Course:
    """The course in the current folder, with an exchange inside it.

    Raises:
        CommandFailed: if the folder is not the course root.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or Path.cwd()).resolve()
        if not (self.root / "nbgrader_config.py").exists():
            raise CommandFailed(f"no nbgrader_config.py in {self.root}: run the demo from the course root")
        self.exchange = self.root / "exchange"
        self.exchange.mkdir(exist_ok=True)
        self.exchange.chmod(0o777)  # nbgrader asks for an exchange that everybody may write to
        # nbgrader starts `alembic` by name, so the environment's programs must be found first
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self.environment = {**os.environ, "PATH": path, "MINI_TORCH_EXCHANGE": str(self.exchange)}

    def run(self, *arguments: str) -> str:
        """Run ``nbgrader ARGUMENTS`` as the instructor; return what it printed."""
        return self.nbgrader(arguments, self.root, self.environment)

    def enrol(self, names: Mapping[str, tuple[str, str]]) -> None:
        """Enter students into the gradebook, by first and last name."""
        from nbgrader.api import Gradebook  # noqa: PLC0415 - it takes two seconds, and a lab starts without

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", COURSE_ID) as gradebook:
            for student, (first, last) in names.items():
                gradebook.update_or_create_student(student, first_name=first, last_name=last)

    def collect(self, assignment: str) -> str:
        """Run ``nbgrader collect``; return what it printed."""
        # one person plays all students here, so that no submission belongs to who it says
        return self.run("collect", assignment, "--update", "--ExchangeCollect.check_owner=False")

    def judge(self, assignment: str, students: Iterable[str]) -> str:
        """Run ``nbjudge autograde`` for these students; return what it printed."""
        arguments = ("autograde", assignment, "--force", f"--student={','.join(students)}")
        return _command("nbjudge.cli", arguments, self.root, self.environment)

    def give_feedback(self, assignment: str, students: Iterable[str]) -> str:
        """Run ``nbjudge feedback`` for these students; return what it printed."""
        arguments = ("feedback", assignment, f"--student={','.join(students)}")
        return _command("nbjudge.cli", arguments, self.root, self.environment)

    def report(self, assignment: str, target: Path) -> str:
        """Run ``nbjudge report`` on the class; return what it printed."""
        return _command("nbjudge.cli", ("report", assignment, f"--to={target}"), self.root, self.environment)

    def run_as(self, student: str, home: Path, *arguments: str) -> str:
        """Run ``nbgrader ARGUMENTS`` as a student would, in the student's own folder."""
        options = (f"--course={COURSE_ID}", f"--student={student}", f"--Exchange.root={self.exchange}")
        environment = {**self.environment, "JUPYTER_DATA_DIR": str(home / ".jupyter")}
        return self.nbgrader((*arguments, *options), home, environment)

    def nbgrader(self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> str:
        """Run ``nbgrader ARGUMENTS`` in a folder; return what it printed."""
        return _command("nbgrader", arguments, folder, environment)


def _command(program: str, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    refuse_failure(program.partition(".")[0], arguments, folder, done.returncode, done.stdout)
    return done.stdout


def refuse_failure(program: str, arguments: tuple[str, ...], folder: Path, code: int | None, printed: str) -> None:
    """Raise CommandFailed if a command has ended with another code than 0."""
    if code != 0:
        shown = "\n".join(printed.splitlines()[-30:])
        raise CommandFailed(f"$ {program} {' '.join(arguments)}   (in {folder})\n{shown}\nexit code {code}")
