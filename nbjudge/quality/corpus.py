"""Reading a corpus: answers of imaginary students, each a small file that says what should become of it.

A course keeps it in four folders, ``correct``, ``wrong``, ``trivial`` and ``hostile``; an instructor adds a file, no
code.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from nbjudge.limits import GIB, Limits

EXTRA: Final = {"extra-first", "extra-last"}
#: What the docstring of an answer has to say besides why, for each kind.
NEEDED: Final[Mapping[str, set[str]]] = {"correct": {"class"}, "wrong": {"class", "loses"}, "trivial": set()}
FIELDS: Final = ("class:", "loses:", "diagnosis:", "why:")
NO_DIAGNOSIS: Final = "none"

#: Tight, because many attacks hang on purpose; still ten times what honest code needs.
HOSTILE_LIMITS: Final = Limits(cell_seconds=1.0, test_seconds=0.4, student_seconds=20.0, candidates=2, memory_bytes=GIB)
PACES: Final[Mapping[str, Limits]] = {
    "": HOSTILE_LIMITS,
    "hasty": replace(HOSTILE_LIMITS, candidates=1),  # hanging once in each grade cell is enough
    "patient": replace(HOSTILE_LIMITS, cell_seconds=10.0, test_seconds=10.0),  # searches should come to their end
}


class CorpusError(ValueError):
    """A file of the corpus does not say what should become of it; the text names it and what is missing."""


@dataclass(frozen=True)
class Answer:
    """One file of ``correct``, ``wrong`` or ``trivial``.

    Attributes:
        name: folder and file name, for messages and test ids.
        grade_id: the solution cell that the text belongs in; empty for a trivial answer, which stands in all of them.
        loses: the grade cells in which it should lose points; empty for a right answer.
        text: the whole file, as it goes into the cell.
        diagnoses: the keys of the diagnoses that its tests may give, that of its main mistake first; NO_DIAGNOSIS if
            nothing can honestly be named. Empty if the file says nothing of it.
    """

    name: str
    grade_id: str
    loses: frozenset[str]
    text: str
    diagnoses: tuple[str, ...] = ()


def read_answer(path: Path) -> Answer:
    """Read one file.

    Raises:
        CorpusError: if it is no Python, or its docstring lacks ``why:``, ``class:`` unless it is trivial, or
            ``loses:`` if it is wrong. ``diagnosis:`` is optional.
    """
    text, header = _read(path)
    lines = header.splitlines()
    fields = dict(line.split(":", 1) for line in lines if line.startswith(FIELDS))
    needed = {"why"} | NEEDED[path.parent.name]
    if missing := needed - fields.keys():
        raise CorpusError(f"{path}: the docstring should have lines that start with {sorted(missing)}")
    grade_id = fields.get("class", "").strip().lower()
    diagnoses = tuple(key.strip() for key in fields.get("diagnosis", "").split(",") if key.strip())
    return Answer(f"{path.parent.name}/{path.stem}", grade_id, _listed(fields.get("loses", "")), text, diagnoses)


def read_answers(corpus: Path, kind: str) -> list[Answer]:
    """All answers of a kind, by name. Raises CorpusError, see ``read_answer``."""
    return [read_answer(path) for path in sorted((corpus / kind).glob("*.py"))]


@dataclass(frozen=True)
class Hostile:
    """One file of ``hostile``.

    Attributes:
        cell: the solution cell in which the text stands, or ``extra-first`` / ``extra-last``: an added cell before
            the first solution cell, or at the end.
        verdict: an outcome that some test must have; empty where the file names none.
        loses: grade cells of which it must pass no hidden test.
        pace: which of PACES it is judged with.
        text: the whole file.
    """

    name: str
    cell: str
    verdict: str
    loses: frozenset[str]
    pace: str
    text: str

    @property
    def harmless(self) -> str:
        """The same wrong answer without the attack: the lines between the marks are left out."""
        kept, inside = [], False
        for line in self.text.splitlines():
            mark = line.strip()
            inside = (inside or mark == "# attack") and mark != "# end of attack"
            if not inside and mark != "# end of attack":
                kept.append(line)
        return "\n".join(kept)


def read_hostile(path: Path) -> Hostile:
    """Read one file.

    Raises:
        CorpusError: if it is no Python, its docstring lacks ``cell:``, ``outcome:`` or ``evidence:``, its marks do not
            pair up, or its pace is none of PACES.
    """
    text, header = _read(path)
    fields = dict(line.split(": ", 1) for line in header.splitlines()[1:] if ": " in line)
    if missing := {"cell", "outcome", "evidence"} - fields.keys():
        raise CorpusError(f"{path}: the docstring should have lines that start with {sorted(missing)}")
    if text.count("# attack\n") != text.count("# end of attack\n"):
        raise CorpusError(f"{path}: each '# attack' should have its '# end of attack'")
    loses, pace = _listed(fields.get("loses", "")), fields.get("pace", "")
    if pace not in PACES:
        raise CorpusError(f"{path}: expected one of {', '.join(filter(None, PACES))} as pace, found {pace!r}")
    return Hostile(path.stem, fields["cell"], fields.get("verdict", ""), loses, pace, text)


def read_attacks(corpus: Path) -> list[Hostile]:
    """All hostile files, by pace, as the judge keeps one warm pair for each set of limits, and by name."""
    attacks = [read_hostile(path) for path in (corpus / "hostile").glob("*.py")]
    return sorted(attacks, key=lambda attack: (attack.pace, attack.name))


def _read(path: Path) -> tuple[str, str]:
    """A file's text and its docstring, which may be empty."""
    try:
        text = path.read_text(encoding="utf-8")
        return text, ast.get_docstring(ast.parse(text)) or ""
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path}: expected Python in UTF-8, with a docstring that says what it is: {error}"
        ) from error


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(",") if name.strip())


def lay_bait(folder: Path, content: str) -> None:
    """Put into a folder what attackers are after (``@BAIT@`` in their files): files that look like a course's."""
    for name in ("gradebook.db", "source/activation.ipynb", "submitted/other/activation.ipynb", "feedback/a.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
