"""Reading tests/corpus/hostile, and what attacks are tried on: bait, canaries, and watchers of what happens."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

from nbjudge.grading.trial import try_out
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import EXTRA, HOSTILE_LIMITS, Hostile, lay_bait, read_attacks
from nbjudge.verdicts import Graded
from tests.support.activation import ACTIVATION, code_cell
from tests.support.answers import CORPUS
from tests.support.course import RELEASED
from tests.support.inprocess import ROOT
from tests.support.zygotes import zygotes_of

TRACE = "hostile-was-here"  # the name, or the content, of whatever an attack manages to write

_IDLE = ("-play", "-naive", "-picture", "step-sizes", "choose-activation", "finale")


def without_pictures(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook without the code cells that only show something: each would cost a hanging class its time limit."""
    kept = [cell for cell in notebook["cells"] if not cell["id"].endswith(_IDLE)]
    return notebook | {"cells": kept}


RELEASE = without_pictures(RELEASED)


def hostile() -> list[Hostile]:
    """All hostile files, by pace and by name."""
    return read_attacks(CORPUS)


# ---------------------------------------------------------------- submissions


def submission(answers: Mapping[str, str], *, first: Sequence[str] = (), last: Sequence[str] = ()) -> bytes:
    """The release with these texts in its solution cells, and added cells before the first of them and at the end."""
    notebook = json.loads(json.dumps(RELEASE))
    cells = notebook["cells"]
    for cell in cells:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    place = next(number for number, cell in enumerate(cells) if grade_id(cell) == "relu")
    cells[place:place] = [code_cell(text, number) for number, text in enumerate(first)]
    cells += [code_cell(text, number + len(first)) for number, text in enumerate(last)]
    return json.dumps(notebook).encode()


def grade_id(cell: Mapping[str, Any]) -> str:
    """The cell's grade_id, or nothing."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def submitted(attack: Hostile, text: str) -> bytes:
    """The submission with ``text`` where the attack's file says that it stands."""
    if attack.cell in EXTRA:
        return submission({}, **{attack.cell.removeprefix("extra-"): [text]})
    return submission({attack.cell: text})


def poisoned_assignment(secret: str, warm: WarmSet) -> Assignment:
    """The real assignment with ``secret`` wherever there are answers, tried out.

    In each hidden region as a comment and as a string that a test uses, and likewise in each of the course's own
    modules.
    """
    planted = f'# {secret}\n_secret = "{secret}"\n'
    source = without_pictures(json.loads(ACTIVATION.source))
    mark = "### BEGIN HIDDEN TESTS\n"
    for cell in source["cells"]:
        cell["source"] = "".join(cell["source"]).replace(mark, mark + planted)
    modules = {path: content + planted.encode() for path, content in ACTIVATION.modules.items()}
    poisoned = replace(ACTIVATION, source=json.dumps(source), modules=modules)
    return replace(poisoned, stands=try_out(poisoned, Limits(), warm).stands)


@dataclass
class Ground:
    """The assignment with canaries among its answers, the bait, and the scores of wrong answers without attacks.

    Attributes:
        attacks: how many there have been so far.
    """

    assignment: Assignment
    bait: Bait
    secret: str
    warm: WarmSet
    attacks: int = 0
    _honest: dict[tuple[bytes, Limits], Graded] = field(default_factory=dict)

    def judge(self, data: bytes | None, limits: Limits = HOSTILE_LIMITS) -> Graded:
        """Judge a submission, whatever it is."""
        return judge(data, self.assignment, limits, warm=self.warm)

    def attack(self, attack: Hostile, limits: Limits = HOSTILE_LIMITS) -> Graded:
        """Judge an attack."""
        self.attacks += 1
        return self.judge(submitted(attack, self.bait.fill_in(attack.text)), limits)

    def without_attack(self, attack: Hostile, limits: Limits = HOSTILE_LIMITS) -> Graded:
        """Judge the wrong answer around which it stands."""
        data = submitted(attack, attack.harmless.partition('"""\n')[2])
        if (data, limits) not in self._honest:
            self._honest[data, limits] = self.judge(data, limits)
        return self._honest[data, limits]


# ---------------------------------------------------------------- what is watched


class Bait:
    """A folder with what attackers are after, each file holding the secret."""

    def __init__(self, folder: Path, secret: str) -> None:
        self.folder = folder
        lay_bait(folder, secret)
        self.before = self.state()

    def fill_in(self, text: str) -> str:
        """An attack's text with the paths that it is after."""
        return text.replace("@BAIT@", str(self.folder)).replace("@ROOT@", str(ROOT))

    def state(self) -> dict[str, tuple[int, int, bytes]]:
        """Path to mode, time of change and content of all that lies in the folder."""
        return {
            str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in sorted(self.folder.rglob("*"))
        }

    def traces(self) -> list[Path]:
        """What attacks left in the places that they try."""
        places = [self.folder, ROOT, Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm"), *kits()]
        names = [TRACE, "oracle.py", "numpy.py", "sitecustomize.py"]
        return [place / name for place in places for name in names if os.path.lexists(place / name)]


def kits() -> list[Path]:
    """The folders in which the zygotes of this process stand."""
    return [Path(zygote.cwd()) for zygote in zygotes_of(psutil.Process())]


def processes() -> list[str]:
    """The command lines of this process's descendants, but for the zygotes themselves, two for each warm pair."""
    this = psutil.Process()
    zygotes = zygotes_of(this)
    return [" ".join(other.cmdline()) for other in this.children(recursive=True) if other not in zygotes]


def said(graded: Graded) -> str:
    """All that the submission managed to say: outputs of its cells, prints and messages in the tests."""
    outputs = [cell.get("outputs") for cell in graded.notebook["cells"]]
    verdicts = [(verdict.message, verdict.printed) for cell in graded.cells.values() for verdict in cell.verdicts]
    return json.dumps([outputs, verdicts])


class Peak:
    """The most memory that any examiner has held, in bytes."""

    def __init__(self) -> None:
        self.bytes = 0


@contextmanager
def peak_of_examiners() -> Iterator[Peak]:
    """Watch the memory of examiners while the block runs."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            for child in psutil.Process().children(recursive=True):
                try:
                    if child.name() == "nbj-examiner":
                        peak.bytes = max(peak.bytes, high_water(child.pid))
                except psutil.Error:
                    continue  # it has ended meanwhile

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def high_water(pid: int) -> int:
    """The most memory that a process has held so far, in bytes (VmHWM in proc(5)); 0 if it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
