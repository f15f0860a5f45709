"""Regions of a cell: from a line that holds ``BEGIN SOLUTION`` to one that holds ``END SOLUTION``, and the like.

And what students get of a cell that has some. Which words these are is nbgrader's to configure, and travels as data, a
``Markup`` (`nbjudge.grading.markup` reads it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from nbjudge.notebooks.metadata import PYTHON, nbgraders, text_of

Place = Literal["outside", "begin", "inside", "end"]


@dataclass(frozen=True)
class Region:
    """A kind of region.

    Attributes:
        begin, end: what stands somewhere in its first line, and in its last.
        enforced: whether it may only stand in cells that are marked for it (nbgrader's ``enforce_metadata``).

    Raises:
        ValueError: if nothing is said of the first or of the last line: then it would be any line.
    """

    begin: str
    end: str
    enforced: bool = True

    def __post_init__(self) -> None:
        if not self.begin or not self.end:
            raise ValueError(f"a region begins and ends with some text, found {self.begin!r} and {self.end!r}")


# nbgrader's defaults
CODE_STUBS: Final = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
    "R": "# YOUR CODE HERE\nfail()",
    "matlab": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "octave": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "sas": "/* YOUR CODE HERE */\n %notImplemented;",
    "java": "// YOUR CODE HERE",
}
TEXT_STUB: Final = "YOUR ANSWER HERE"


@dataclass(frozen=True)
class Markup:
    """How a course marks what students do not get, and what they get in its place.

    Attributes:
        code_stubs: language to the stub of a code cell.
        header, footer: paths of notebooks whose cells stand before and after the source's, from the course's folder on;
            empty where there are none.
    """

    solution: Region = Region("BEGIN SOLUTION", "END SOLUTION")
    hidden_tests: Region = Region("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
    mark_scheme: Region = Region("BEGIN MARK SCHEME", "END MARK SCHEME")
    code_stubs: Mapping[str, str] = field(default_factory=lambda: dict(CODE_STUBS))
    text_stub: str = TEXT_STUB
    header: str = ""
    footer: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, for fingerprints."""
        return asdict(self)


NBGRADERS: Final = Markup()
"""Where a course configures nothing."""


class RegionError(ValueError):
    """A region is nested, never ends, or stands where none should be; the text says what to do."""


def places(text: str, region: Region) -> Iterator[tuple[str, Place]]:
    """Each line, and where it stands. A region that never ends goes on to the last line."""
    inside = False
    for line in text.split("\n"):
        if region.begin in line:
            inside = True
            yield line, "begin"
        elif region.end in line:
            inside = False
            yield line, "end"
        else:
            yield line, "inside" if inside else "outside"


def replaced(text: str, region: Region, stub: Iterable[str]) -> tuple[str, int]:
    """The text with these lines in place of each region, as far indented, and how many regions there were.

    Raises:
        RegionError: for a region that is nested or never ends.
    """
    kept: list[str] = []
    inside, regions = False, 0
    for line, place in places(text, region):
        if place == "begin":
            if inside:
                raise RegionError(f"{region.begin} within {region.begin}: close the first region, in\n{text}")
            inside, regions = True, regions + 1
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + stub_line for stub_line in stub]
        elif place == "end":
            inside = False
        elif place == "outside":
            kept.append(line)
    if inside:
        raise RegionError(f"{region.begin} without {region.end}: add the end of the region, in\n{text}")
    return "\n".join(kept), regions


def line_numbers(text: str, region: Region) -> frozenset[int]:
    """The numbers, from 1, of the lines within such regions."""
    return frozenset(number for number, (_, place) in enumerate(places(text, region), 1) if place == "inside")


# --- what students get ---------------------------------------------------------------------------------


def released_text(cell: Mapping[str, Any], markup: Markup = NBGRADERS, language: str = PYTHON) -> str:
    """The text of a source cell as students get it.

    What nbgrader's ClearSolutions, ClearHiddenTests and ClearMarkScheme make of it: a solution region becomes the stub
    at the region's indentation, a solution cell without one becomes the stub, hidden tests and marking schemes go.

    Raises:
        RegionError: for a region that is nested or never ends, or stands in a cell that is not marked for it.
    """
    cleared = without_solution(cell, markup, language)
    flags = nbgraders(cell)
    for region, fit in ((markup.hidden_tests, flags.get("grade")), (markup.mark_scheme, flags.get("task"))):
        cleared, _ = _cleared(cleared, region, "", fit=bool(fit))
    return cleared


def without_solution(cell: Mapping[str, Any], markup: Markup, language: str) -> str:
    """What ClearSolutions alone makes of a cell."""
    solution = bool(nbgraders(cell).get("solution"))
    stub = markup.text_stub
    if cell.get("cell_type") == "code":
        if language not in markup.code_stubs:
            known = ", ".join(map(repr, sorted(markup.code_stubs)))
            raise RegionError(
                f"the notebook's language is {language!r}, and c.ClearSolutions.code_stub knows {known}: add a stub"
            )
        stub = markup.code_stubs[language]
    cleared, regions = _cleared(text_of(cell), markup.solution, stub, fit=solution)
    return stub if solution and not regions else cleared


def _cleared(text: str, region: Region, stub: str, *, fit: bool) -> tuple[str, int]:
    """The text with the stub in place of each region, and how many there were; refused where none should be.

    fit: whether the cell is marked for such a region.
    """
    cleared, count = replaced(text, region, stub.split("\n") if stub else [])
    if count and region.enforced and not fit:
        raise RegionError(
            f"{region.begin} stands in a cell that is not marked for it in nbgrader's metadata: mark it, or move the "
            f"region, in\n{text}"
        )
    return cleared, count
