"""Whether a feedback page is up to date: on its last line it bears a stamp, a digest of all that shaped the page."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files
from traitlets.config.loader import LazyConfigValue

from nbjudge.digest import judge_digest
from nbjudge.gradebook.grades import PageGrades
from nbjudge.grading.autograded import WITHDRAWN

PACKAGES: Final = (
    "nbgrader", "nbconvert", "jinja2", "pygments", "mistune", "nh3", "bleach", "beautifulsoup4", "latex2mathml",
)  # fmt: skip
_FILTERS: Final = ("Highlight2HTML", "WidgetsDataTypeFilter", "ClearHiddenTests")  # read the configuration, too
_LINE: Final = "<!-- nbjudge: {} -->\n"
_AT_END: Final = re.compile(rb"<!-- nbjudge: ([0-9a-f]{64}) -->\n\Z")


@dataclass(frozen=True)
class Page:
    """A page to be: of which student, from which graded notebook, to which file."""

    student: str
    assignment: str
    notebook: str
    source: Path
    target: Path

    def beside(self, coursedir: CourseDirectory) -> Iterator[tuple[Path, Path]]:
        """The files that `nbgrader generate_feedback` copies along, from where to where."""
        # what the writer leaves behind if it is killed is a graded notebook by another name
        ignored = [*coursedir.ignore, "*.ipynb", f"*{WITHDRAWN}", ".*.tmp"]
        for name in sorted(find_all_files(str(self.source.parent), ignored)):
            yield Path(name), self.target.parent / os.path.relpath(name, self.source.parent)


def with_stamp(html: str, stamp: str) -> str:
    """A page with its stamp."""
    return html + _LINE.format(stamp)


def stamp_on(page: Path) -> str | None:
    """The stamp on a page; None if there is none, as on pages that `nbgrader generate_feedback` wrote."""
    try:
        with page.open("rb") as file:
            file.seek(-min(len(_LINE) + 64, os.fstat(file.fileno()).st_size), os.SEEK_END)
            found = _AT_END.search(file.read())
    except OSError:
        return None
    return found[1].decode() if found else None


def stamp_for(shape: str, page: Page, grades: PageGrades, beside: Mapping[Path, Path], detail: str) -> str:
    """The stamp that the page should have.

    Args:
        detail: how much it tells.

    Raises:
        OSError: if something that goes into it cannot be read.
    """
    digest = hashlib.sha256(json.dumps([shape, detail, page.student, page.notebook, grades.to_dict()]).encode())
    for path in (page.source, *beside):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def shape_of_pages(converter: Any, exporter: Any) -> str:
    """A digest of what all pages of a course have in common: configuration, templates, the programs that make them.

    Args:
        converter: nbgrader's `GenerateFeedback`.
        exporter: the exporter, with its preprocessors.
    """
    classes = {
        cls.__name__
        for part in (converter, exporter, *getattr(exporter, "_preprocessors", ()))
        for cls in type(part).__mro__
    }
    names = sorted(classes.union(_FILTERS) & converter.config.keys())
    settings = json.dumps({name: converter.config[name] for name in names}, sort_keys=True, default=_in_words)
    templates = [text for _, text in sorted(exporter.templates().items())] if hasattr(exporter, "templates") else []
    parts = [judge_digest(), settings, *templates, *map(version, PACKAGES)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _in_words(value: Any) -> Any:
    """What stands in a configuration and is no JSON, the same in each run."""
    if isinstance(value, LazyConfigValue):
        return value.to_dict()
    return f"{value.__module__}.{value.__qualname__}" if hasattr(value, "__qualname__") else repr(value)
