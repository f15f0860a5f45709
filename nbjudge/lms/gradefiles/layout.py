"""What all grade files have in common, whichever system wrote them: rows that are people, columns that are grades."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nbjudge.lms.gradefiles.table import Table

# How a row says whose it is, in the order in which it is asked; `name` comes last, because two may have one name.
LOGIN: Final = "login"
ID: Final = "id"
EMAIL: Final = "email"
NAME: Final = "name"
KINDS: Final = (LOGIN, ID, EMAIL, NAME)

_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_MAXIMUM: Final = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Person:
    """A row.

    Attributes:
        row: its index in the table.
        shown: what a reader knows them by.
        known_as: by kind, what may be looked up, the best first; no empty texts.
        number: by which the system's downloads of submissions call them; empty if this file does not say.
        called: names by which these call them, besides ``shown``.
        submitted, graded: when, as the file has it; empty if it does not say.
        locked: why no grade may be entered; empty if one may.
    """

    row: int
    shown: str
    known_as: Mapping[str, Sequence[str]]
    number: str = ""
    called: Sequence[str] = ()
    submitted: str = ""
    graded: str = ""
    locked: str = ""


@dataclass(frozen=True)
class GradeColumn:
    """A column that grades may be written into.

    Attributes:
        index: of the column; ``title``: as it stands in the file; ``name``: what of it names the assignment.
        most: points to be had, None if the file does not say.
        maxima: rows and columns of cells that say so, for how they write a number.
    """

    index: int
    title: str
    name: str
    most: float | None = None
    maxima: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class GradeFile:
    """A grade file.

    Attributes:
        system: whose it is, such as `Canvas`; ``form``: which file of that system's, such as `gradebook`.
        people: in the file's order.
        columns: which may be filled.
        empty: what stands where there is no grade, besides nothing.
        notes: what could not be told, in sentences.
    """

    system: str
    form: str
    table: Table
    people: Sequence[Person]
    columns: Sequence[GradeColumn]
    empty: frozenset[str] = frozenset()
    notes: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What it is, for messages."""
        return f"{self.system} {self.form}"


Recognise = Callable[[Table, Callable[[str], bool]], GradeFile | None]
"""A system's reader: the file, or None if it is not one of that system's. The second argument tells whether a text is
the id of one of the course's students, for columns whose titles are in a language that nobody here knows."""


def number(text: str) -> float | None:
    """The number that a cell holds, with a point or a comma; None if it holds something else."""
    text = text.strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def maximum(text: str) -> float | None:
    """The same of points to be had, which are more than zero."""
    value = float(text.strip().replace(",", ".")) if _MAXIMUM.fullmatch(text.strip()) else 0.0
    return value or None


def known_as(**texts: str | Sequence[str]) -> dict[str, list[str]]:
    """``Person.known_as`` of what is not empty."""
    listed = {kind: [found] if isinstance(found, str) else list(found) for kind, found in texts.items()}
    return {kind: [text for text in found if text] for kind, found in listed.items()}
