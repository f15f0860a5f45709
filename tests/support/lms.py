"""Downloads and grade files as learning management systems make them, with made-up people.

Titles of columns and the order of lines are those of the systems' own documentation and, of Canvas and Moodle, of their
public source.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbjudge.lms.people import Student

NOTEBOOK: Final = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'
STUDENTS: Final = (
    Student("ada", "Ada", "Lovelace", "ada@example.org"),
    Student("bob", "Bob", "Builder", "bob@example.org"),
    Student("carl", "Carl", "Cox", "carl@example.org"),
)


def packed(entries: Sequence[tuple[str, bytes]] | Mapping[str, bytes], when: str = "2026-11-24 10:00:00") -> bytes:
    """A zip of these files, made at that time."""
    file = io.BytesIO()
    date, time = (list(map(int, part.replace(":", "-").split("-"))) for part in when.split(" "))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, Mapping) else entries:
            info = zipfile.ZipInfo(name, (date[0], date[1], date[2], time[0], time[1], time[2]))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file.getvalue()


def with_entry(change: Callable[[zipfile.ZipInfo], object], name: str, content: bytes = NOTEBOOK) -> bytes:
    """A zip of one file, of which ``change`` changes what the zip says."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        change(info)
        archive.writestr(info, content)
    return file.getvalue()


LAYOUT: Final = Path(__file__).parents[1] / "nbjudge" / "lms" / "layouts"


def _layout(name: str) -> str:
    return (LAYOUT / name).read_text(encoding="utf-8")


# The files have plain line ends, and no byte order mark; here they get what the systems write.
CANVAS: Final = _layout("canvas.csv").replace("\n", "\r\n")
WORKSHEET: Final = _layout("worksheet.csv")
GERMAN: Final = "\ufeff" + _layout("worksheet-de.csv").replace("\n", "\r\n")
JAPANESE: Final = _layout("worksheet-ja.csv")
BLIND: Final = _layout("worksheet-blind.csv")
GRADEBOOK: Final = _layout("gradebook.csv")
BRIGHTSPACE: Final = "\ufeff" + _layout("brightspace.csv").replace("\n", "\r\n")
BLACKBOARD: Final = _layout("blackboard.txt").removesuffix("\n")

# name: the system as it is told, the file's bytes, the column of the assignment `layers`
LAYOUTS: Final[Mapping[str, tuple[str, bytes, str]]] = {
    "canvas": ("Canvas gradebook", CANVAS.encode(), "layers (991)"),
    "canvas, semicolons": (
        "Canvas gradebook",
        CANVAS.replace(",", ";").replace("; ", ", ").replace("24.00", "24,00").encode("utf-8-sig"),
        "layers (991)",
    ),
    "moodle worksheet": ("Moodle grading worksheet", WORKSHEET.encode(), "Grade"),
    "moodle worksheet, German": ("Moodle grading worksheet", GERMAN.encode(), "Bewertung"),
    "moodle worksheet, Japanese": ("Moodle grading worksheet", JAPANESE.encode(), "評点"),
    "moodle gradebook": ("Moodle gradebook", GRADEBOOK.encode(), "Assignment: layers (Real)"),
    "brightspace": ("Brightspace grades", BRIGHTSPACE.encode(), "layers Points Grade <Numeric MaxPoints:24 Weight:10>"),
    "blackboard": ("Blackboard Grade Center", BLACKBOARD.encode("utf-16"), "layers [Total Pts: 24 Score] |112"),
}


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file there."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def nobody(_: str) -> bool:
    """A course that knows no students."""
    return False
