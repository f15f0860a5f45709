"""Reading tests/corpus/hostile, and what attacks are tried on: bait, canaries, and watchers of what happens."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from nbjudge.assignment import Assignment, read_assignment
from nbjudge.quality.corpus import EXTRA, Hostile, lay_bait, read_attacks
from nbjudge.verdicts import Graded
from tests.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells

CORPUS = Path(__file__).parent / "corpus"
SOLUTIONS = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
TRACE = "hostile-was-here"  # the name, or the content, of whatever an attack manages to write

_IDLE = ("-play", "-naive", "-picture", "step-sizes", "choose-activation", "finale")


def without_pictures(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook without the code cells that only show something: each would cost a hanging class its time limit."""
    kept = [cell for cell in notebook["cells"] if not cell["id"].endswith(_IDLE)]
    return notebook | {"cells": kept}


RELEASE = without_pictures(
    json.loads((ROOT / "release" / "activation" / "activation.ipynb").read_text(encoding="utf-8"))
)


def hostile() -> list[Hostile]:
    """All hostile files, by pace and by name."""
    return read_attacks(CORPUS)


# ---------------------------------------------------------------- submissions


def submission(
    answers: Mapping[str, str], *, first: Sequence[str] = (), last: Sequence[str] = (), base: Any = None
) -> bytes:
    """The release with these texts in its solution cells, and added cells before the first of them and at the end."""
    notebook = json.loads(json.dumps(base or RELEASE))
    cells = notebook["cells"]
    for cell in cells:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    place = next(number for number, cell in enumerate(cells) if grade_id(cell) == "relu")
    cells[place:place] = [added(text, number) for number, text in enumerate(first)]
    cells += [added(text, number + len(first)) for number, text in enumerate(last)]
    return json.dumps(notebook).encode()


def grade_id(cell: Mapping[str, Any]) -> str:
    """The cell's grade_id, or nothing."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def added(text: str, number: int = 0) -> dict[str, Any]:
    """A code cell such as a student adds."""
    cell = {"cell_type": "code", "id": f"mine-{number}", "metadata": {}, "source": text}
    return cell | {"outputs": [], "execution_count": None}


def submitted(attack: Hostile, text: str) -> bytes:
    """The submission with ``text`` where the attack's file says that it stands."""
    if attack.cell in EXTRA:
        return submission({}, **{attack.cell.removeprefix("extra-"): [text]})
    return submission({attack.cell: text})


def poisoned_assignment(secret: str) -> Assignment:
    """The real assignment with ``secret`` in each hidden region: as a comment, and as a string that a test uses."""
    assignment = read_assignment(ASSIGNMENT, "activation", "activation")
    source = without_pictures(json.loads(assignment.source))
    mark = "### BEGIN HIDDEN TESTS\n"
    for cell in source["cells"]:
        text = "".join(cell["source"])
        cell["source"] = text.replace(mark, f'{mark}# {secret}\n_secret = "{secret}"\n')
    return replace(assignment, source=json.dumps(source))


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
    return [Path(child.cwd()) for child in psutil.Process().children()]


def processes() -> list[str]:
    """The command lines of this process's descendants, but for the zygotes themselves, two for each warm bench."""
    children = psutil.Process().children()
    zygotes = [child for child in children if "nbjudge.zygote_process" in child.cmdline()]
    others = [child for child in children if child not in zygotes]
    others += [grandchild for zygote in zygotes for grandchild in zygote.children(recursive=True)]
    return [" ".join(other.cmdline()) for other in others]


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
                    if " examiner " in " ".join(child.cmdline()):
                        peak.bytes = max(peak.bytes, _high_water(child.pid))
                except (psutil.Error, OSError):
                    continue  # it has ended meanwhile

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _high_water(pid: int) -> int:
    """The most memory that a process has held so far, in bytes (VmHWM in proc(5)); 0 if it has just ended."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
