"""A graded notebook without what hidden tests came to: for pages on which students learn of visible tests alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from nbjudge.notebooks.regions import Region, places
from nbjudge.verdicts import Verdict, is_open


def keep_to_open_tests(nb: Any, resources: Any, regions: Collection[Region]) -> None:
    """Take out the verdicts on hidden tests, and what they gave and took of points.

    Points by hand in a cell that hides tests go as well, and so does a penalty: it would say something of the whole.

    Args:
        regions: where hidden tests stand in its cells' texts.
    """
    total = most = 0.0
    for cell in nb.cells:
        flags = cell.metadata.get("nbgrader", {})
        if "verdicts" in cell.metadata.get("nbjudge", {}) and _hides(cell.source, regions):
            kept = [
                told
                for told in cell.metadata.nbjudge["verdicts"]
                if is_open(Verdict.from_dict(told), flags["grade_id"], hides=True)
            ]
            cell.metadata.nbjudge["verdicts"] = kept
            flags["score"] = sum(float(told["points"]) for told in kept)
            flags["points"] = sum(float(told["max_points"]) for told in kept)
        if flags.get("grade") or flags.get("task"):
            total += float(flags.get("score") or 0)
            most += float(flags.get("points") or 0)
    resources["nbgrader"].update({"score": total, "max_score": most, "late_penalty": 0})


def region_of(words: Any) -> Iterator[Region]:
    """Where hidden tests stand, as the judge keeps it in a graded notebook, if it has."""
    if isinstance(words, list) and len(words) == 2 and all(isinstance(word, str) and word for word in words):
        yield Region(*words)


def _hides(text: str, regions: Collection[Region]) -> bool:
    return any(place != "outside" for region in regions for _, place in places(text, region))
