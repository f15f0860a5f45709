"""The examiner's process: takes one exam from the grader, sits it, and hands back the results as plain data."""

from __future__ import annotations

import gc
import json
import logging
import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

from nbjudge.alarm import Alarm
from nbjudge.examiner.background import Background
from nbjudge.examiner.exam import Exam, Rules, prepare_cell
from nbjudge.limits import Limits
from nbjudge.notebooks.regions import Region
from nbjudge.sandbox import lockdown
from nbjudge.stands import Stand
from nbjudge.wire import messages

#: What tests have no business to do with the machine, as audit events.
REFUSED: Final = frozenset({
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "subprocess.Popen", "pickle.find_class",
    "socket.connect", "socket.bind", "ctypes.dlopen",
})  # fmt: skip
#: What runs code, or makes some of bytes or a text.
RUNNING: Final = frozenset({"exec", "compile", "marshal.loads", "code.__new__"})
#: The end of the names of files that make code of names of fields; and where the judge's own files lie.
MAKING_CODE: Final = ("/collections/__init__.py", "/dataclasses.py")
JUDGE: Final = str(Path(__file__).parents[1])
#: Of those that only read a text as a tree, for whoever asks them to.
READING_CODE: Final = ("/ast.py", "/symtable.py")


WATCHED: Final = REFUSED | RUNNING
LAST: Final = 1.0  # seconds of processor time in a test after its time limit, until the examiner ends


def begin() -> None:
    """In the zygote, before it is known for which assignment: there is nothing to do."""


def prepare(settings: dict[str, Any], _: None, load: Callable[[dict[str, Any]], None]) -> Examiner:
    """In the zygote: import what the preamble and the grade cells import, and compile them."""
    cells = json.loads(Path(settings["cells"]).read_text(encoding="utf-8"))
    if settings["sandboxed"]:  # before an import starts a thread
        readable = [*map(Path, settings["readable"]), Path(settings["modules"])]
        lockdown.keep_to_reading(readable, Limits.from_dict(settings["limits"]))
    logging.getLogger("matplotlib").addHandler(logging.NullHandler())  # it cannot keep what it found of fonts
    sys.path.insert(1, settings["modules"])  # the instructor's own; after the kit, as in the notebook
    load(settings)
    for cell in cells:
        prepare_cell(cell)
    stands = {grade_id: Stand.from_dict(stand) for grade_id, stand in settings["stands"].items()}
    rules = Rules(
        Limits.from_dict(settings["limits"]),
        Region(*settings["hidden_tests"]),
        Background.from_dict(settings["background"]),
        stands,
    )
    examiner = Examiner(rules, {cell["id"]: cell for cell in cells})

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in WATCHED:  # most of the many are not
            examiner.refuse_to_run_answers(event, arguments)

    sys.addaudithook(hook)
    return examiner


@dataclass(frozen=True)
class Examiner:
    """What the zygote prepares for its children: the cells that are known before any submission, by id."""

    rules: Rules
    cells: Mapping[str, Mapping[str, Any]]
    _present: list[Exam] = field(default_factory=list)  # the exam that this process sits, if any

    def draw(self) -> None:
        """An examiner draws nothing."""

    def serve(self, fd: int) -> None:
        """In a forked child: one exam over ``fd``."""
        gc.disable()  # a short life, in which collecting would cost more than it frees
        task = messages.receive(fd)
        # the tests' random inputs depend on student and assignment alone (see docs/judge/reference.md)
        os.environ |= {"NBJUDGE_SEED": str(task["seed"]), "NBJUDGE_DIAGNOSE": str(int(task["diagnose"]))}
        cells = [self.cells[cell] if type(cell) is str else cell for cell in task["cells"]]
        rules = replace(self.rules, everywhere=task["everywhere"], until_lost=task["until lost"])
        exam = Exam(cells, rules, lambda: next_candidate(fd), task["beside"], stuck=task["stuck"])
        if task["telling"]:
            exam.tell = lambda cell_id: messages.send(fd, {"at": cell_id})
        if task["may end"]:  # not so the zygote, when it warms up
            exam.alarm = Alarm(last=LAST)
        self._present.append(exam)
        try:
            results = exam.sit()
        except Exception as error:  # the judge's or the instructor's mistake: it must not cost a student anything
            messages.send(fd, {"failed": f"{type(error).__name__}: {error}"})
            raise
        finally:
            self._present.clear()
        found = {"results": [result.to_dict() for result in results], "outputs": exam.outputs}
        messages.send(fd, found | {"notes": exam.troubles.notes})

    def refuse_to_run_answers(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook (PEP 578): in an exam, refuse what runs a text here that a student may have written.

        Such a test cannot be judged apart: ``eval(answer)``, a doctest, unpickling. This is no wall, but what keeps
        honest tests from it; files are closed to the examiner by the kernel.
        """
        if not self._present:
            return
        if event in REFUSED or (event in RUNNING and not _is_known_code(event, arguments)):
            raise self._present[-1].candidates.questions.refuse(f"{event}: it may run a student's text here")


def _is_known_code(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether this is a module's code, a cell's, or what the standard library makes of names."""
    if event == "exec" and not arguments[0].co_filename.startswith("<string>"):
        return True
    frame: FrameType | None = sys._getframe(3)  # behind this, the method and the hook
    reading = False
    while frame is not None and frame.f_code.co_filename.endswith(READING_CODE):
        # a tree is harmless to who only reads it; pandas, for one, goes through it and does what it says
        if frame.f_code.co_name == "literal_eval":
            return True
        frame, reading = frame.f_back, True
    file = frame.f_code.co_filename if frame is not None else ""
    if file.startswith(JUDGE) or file.endswith(MAKING_CODE) or (reading and file.startswith("<cell ")):
        return True
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None  # a module that is being imported


def next_candidate(fd: int) -> tuple[int, str]:
    """Ask the grader to end the present candidate and start another; returns its descriptor and the old one's end."""
    messages.send(fd, {"next": True})
    ending = messages.receive(fd)["ending"]
    with socket.socket(fileno=os.dup(fd)) as control:
        _, (candidate,), _, _ = socket.recv_fds(control, 1, 1)
    return candidate, ending
