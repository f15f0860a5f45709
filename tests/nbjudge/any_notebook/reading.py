"""Reads a case: one small notebook with a construct that instructors use, and answers to it, in one file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

CASES: Final = Path(__file__).parent / "cases"

CellKind = Literal["markdown", "locked", "open", "solution", "grade"]
AnswerKind = Literal["wrong", "right", "forged"]

_MARK: Final = re.compile(r"^# %% (\w+)(?:: *(.*))?$")
_SAID: Final = re.compile(r"^# (\w+): (.*)$")
_WORDS: Final[dict[str, int]] = {"markdown": 0, "locked": 0, "open": 0, "solution": 1, "grade": 2}


class CaseError(ValueError):
    """A file is no case; the message says which, where and what was expected."""


@dataclass(frozen=True)
class CaseCell:
    """A cell of the instructor's notebook; ``name`` is its grade id, empty where it needs none."""

    kind: CellKind
    name: str
    points: float
    text: str


@dataclass(frozen=True)
class Answer:
    """What a student writes into one solution cell.

    Attributes:
        label: ``wrong-1``, ``right-2``, ``forged-1``: its kind, counted in the file.
        attacks: the grade cells in which a forged answer tries to gain.
    """

    kind: AnswerKind
    label: str
    cell: str
    attacks: tuple[str, ...]
    text: str


@dataclass(frozen=True, eq=False)
class Case:
    """One file; itself and no other.

    Attributes:
        about: what it shows.
        stands: grade id to ``apart`` or ``beside``, as the header says.
        doubts: labels of right answers that may be *not judged*.
        needs: the library without which it cannot run, or nothing.
        alone: why it shares no notebook with other cases, or nothing.
        scratch: whether student code writes files.
    """

    name: str
    about: str
    cells: tuple[CaseCell, ...]
    answers: tuple[Answer, ...]
    stands: dict[str, str]
    doubts: frozenset[str]
    needs: str
    alone: str
    scratch: bool

    def __str__(self) -> str:
        return self.name

    def points(self) -> dict[str, float]:
        """Grade id to the most that it gives."""
        return {cell.name: cell.points for cell in self.cells if cell.kind == "grade"}


def read_cases(folder: Path = CASES) -> list[Case]:
    """All cases, by name."""
    return [read_case(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))]


def read_case(name: str, text: str) -> Case:
    """The case that a file holds.

    Raises:
        CaseError: for what cannot be read, names that no cell has, and a grade cell that nobody answers.
    """
    header, *blocks = _blocks(name, text)
    about, said = _header(name, header[1])
    cells = tuple(_cell(name, mark, body) for mark, body in blocks if mark[0] in get_args(CellKind))
    grades = tuple(cell.name for cell in cells if cell.kind == "grade")
    answers: list[Answer] = []
    counts: Counter[str] = Counter()
    for (kind, words), body in blocks:
        if kind in get_args(AnswerKind):
            counts[kind] += 1
            answers.append(_answer(kind, f"{kind}-{counts[kind]}", words, grades, body))  # type: ignore[arg-type]  # one of them
    stands = dict(_stand(name, line) for line in said["stand"])
    case = Case(
        name, about, cells, tuple(answers), stands, frozenset(said["doubt"]),
        "".join(said["needs"]), "".join(said["alone"]), bool(said["scratch"]),
    )  # fmt: skip
    _check(case)
    return case


def _blocks(name: str, text: str) -> list[tuple[tuple[str, str], str]]:
    """Each mark, as its kind and what follows it, with the lines below it; first what stands before any mark."""
    blocks: list[tuple[tuple[str, str], list[str]]] = [(("header", ""), [])]
    known = {*get_args(CellKind), *get_args(AnswerKind)}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("# %%"):
            blocks[-1][1].append(line)
            continue
        found = _MARK.match(line)
        if found is None or found[1] not in known:
            raise CaseError(f"{name}, line {number}: expected `# %% KIND: NAME`, KIND one of {sorted(known)}: {line}")
        blocks.append(((found[1], found[2] or ""), []))
    return [(mark, "\n".join(lines).strip("\n")) for mark, lines in blocks]


def _header(name: str, text: str) -> tuple[str, dict[str, list[str]]]:
    """What a case is about, and what it says of itself."""
    about: list[str] = []
    said: dict[str, list[str]] = {key: [] for key in ("stand", "doubt", "needs", "alone", "scratch")}
    for line in text.splitlines():
        found = _SAID.match(line)
        if found is None:
            about.append(line.lstrip("# "))
        elif found[1] in said:
            said[found[1]].append(found[2].strip())
        else:
            raise CaseError(f"{name}: the header says {found[1]!r}; expected one of {sorted(said)}")
    return " ".join(about).strip(), said


def _stand(name: str, line: str) -> tuple[str, str]:
    """``test_x beside, figures`` as a grade id and where; what follows a comma is for the reader."""
    words = line.partition(",")[0].split()
    if len(words) != 2 or words[1] not in ("apart", "beside"):
        raise CaseError(f"{name}: expected `# stand: GRADE_ID apart` or `beside`, found {line!r}")
    return words[0], words[1]


def _cell(name: str, mark: tuple[str, str], text: str) -> CaseCell:
    kind, words = mark[0], mark[1].split()
    if len(words) != _WORDS[kind]:
        raise CaseError(f"{name}: `# %% {kind}` takes {_WORDS[kind]} words (a name, points), found {mark[1]!r}")
    points = float(words[1]) if kind == "grade" else 0.0
    return CaseCell(kind, words[0] if words else "", points, text)  # type: ignore[arg-type]  # checked by its mark


def _answer(kind: AnswerKind, label: str, words: str, grades: tuple[str, ...], text: str) -> Answer:
    """``NAME`` or, of a forged answer, ``NAME, GRADE_ID``: where it tries to gain, if not in all of them."""
    cell, *attacked = (word.strip() for word in words.split(","))
    return Answer(kind, label, cell, (tuple(attacked) or grades) if kind == "forged" else (), text)


def _check(case: Case) -> None:
    """That a case is whole, and names only what it has."""
    solutions = {cell.name for cell in case.cells if cell.kind == "solution"}
    labels = {answer.label for answer in case.answers}
    asked: dict[str, tuple[set[str], set[str]]] = {
        "a solution cell": ({answer.cell for answer in case.answers}, solutions),
        "a grade cell": ({*case.stands, *(one for answer in case.answers for one in answer.attacks)}, {*case.points()}),
        "a right answer": ({*case.doubts}, {label for label in labels if label.startswith("right")}),
    }
    for what, (named, there) in asked.items():
        if named - there:
            raise CaseError(f"{case.name}: no such name of {what}: {sorted(named - there)}; there are {sorted(there)}")
    if not case.about or not case.points() or "wrong-1" not in labels:
        raise CaseError(f"{case.name}: a case says what it is about, and has a grade cell and a wrong answer")
