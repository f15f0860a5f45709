"""Feedback that keeps the secret: never a hidden test's code, and nothing that the judge keeps for the instructor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from nbjudge.feedback.harmless.filters import is_the_instructors
from nbjudge.feedback.telling.open_tests import region_of
from nbjudge.grading.markup import markup_of
from nbjudge.notebooks.regions import Region, places

HIDDEN_NOTE = "# (more tests ran here)"


class KeepSecrets(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """Takes hidden tests out of grade cells, and what the judge keeps in the metadata.

    That is for the instructor, so no template should find it; what a student may read of it, `TellTheStudent` has told
    before. Without it, a cell of which the same became for two students is the same cell.
    """

    # nbgrader's preprocessors have it by another name, and warn if a configuration sets it, as nbconvert's own does
    display_data_priority: Any = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbconvert with the graded notebook."""
        kept = nb.metadata.pop("nbjudge", {})
        # by what the course says now, and by what it said when this was graded
        regions = {markup_of(self).hidden_tests, *region_of(kept.get("hidden_tests"))}
        for cell in nb.cells:
            nbgrader = cell.metadata.get("nbgrader", {})
            judged = cell.metadata.pop("nbjudge", None) is not None
            if is_the_instructors(cell):
                cell.source = without_hidden_tests(cell.source, regions, code=cell.cell_type == "code")
            graded = cell.cell_type == "code" and nbgrader.get("grade") and not nbgrader.get("solution")
            if graded and not judged:
                # graded before the judge was there: its outputs may quote hidden tests
                cell.outputs = []
        return nb, resources


def without_hidden_tests(source: str, regions: Iterable[Region], *, code: bool = True) -> str:
    """A cell's text with a note, where it is code, in place of each hidden region."""
    for region in regions:
        lines = [(HIDDEN_NOTE if place == "begin" else line, place) for line, place in places(source, region)]
        kept = ("begin", "outside") if code else ("outside",)
        source = "\n".join(line for line, place in lines if place in kept)
    return source
