"""Reading tests/corpus: answers of imaginary students, each a small file that says what should become of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Answer:
    """One file of the corpus.

    Attributes:
        name: folder and file name, for messages and test ids.
        grade_id: the solution cell that the text belongs in.
        loses: the grade cells in which it should lose points; empty for a right answer.
        text: the whole file, as it goes into the cell.
    """

    name: str
    grade_id: str
    loses: frozenset[str]
    text: str


def read_answer(path: Path) -> Answer:
    """Read one file.

    Raises:
        ValueError: if its docstring lacks ``class:``, ``why:`` or, for a wrong answer, ``loses:``.
    """
    text = path.read_text(encoding="utf-8")
    header = ast.get_docstring(ast.parse(text)) or ""
    fields = dict(line.split(":", 1) for line in header.splitlines() if line.startswith(("class:", "loses:", "why:")))
    needed = {"class", "why"} | ({"loses"} if path.parent.name == "wrong" else set())
    if missing := needed - fields.keys():
        raise ValueError(f"{path}: the docstring should have lines that start with {sorted(missing)}")
    loses = frozenset(name.strip() for name in fields.get("loses", "").split(",") if name.strip())
    return Answer(f"{path.parent.name}/{path.stem}", fields["class"].strip().lower(), loses, text)


def answers(kind: str) -> list[Answer]:
    """All answers of a kind, ``correct`` or ``wrong``, by name."""
    return [read_answer(path) for path in sorted((CORPUS / kind).glob("*.py"))]
