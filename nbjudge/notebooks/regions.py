"""Regions of a cell: from a line that holds ``BEGIN SOLUTION`` to one that holds ``END SOLUTION``, and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Place = Literal["outside", "begin", "inside", "end"]


@dataclass(frozen=True)
class Region:
    """A kind of region: what stands somewhere in its first line, and in its last."""

    begin: str
    end: str


SOLUTION: Final = Region("BEGIN SOLUTION", "END SOLUTION")
HIDDEN_TESTS: Final = Region("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
MARK_SCHEME: Final = Region("BEGIN MARK SCHEME", "END MARK SCHEME")


class RegionError(ValueError):
    """A region begins within another of its kind, or never ends; the text says what to do."""


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
