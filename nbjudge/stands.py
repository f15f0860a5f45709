"""Where a grade cell is judged, apart or beside, and what its tests may ask: found out once, before any submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Where = Literal["apart", "beside", "nowhere"]

APART: Final = "apart"
BESIDE: Final = "beside"
NOWHERE: Final = "nowhere"  # it would be beside, and the course does not allow that

Question = tuple[int, str, tuple[str, ...]]
"""A line of the grade cell, what is asked there of an object that does not cross, and the operands' class names."""

#: Asked where a test may tell the student's code apart from what crosses: it changes what has crossed, compares by
#: ``is``, looks at namespaces, takes a builtin away. There a wrong answer could pass apart that natively does not.
BOTH: Final[Question] = (0, "both", ())


@dataclass(frozen=True)
class Stand:
    """Where a grade cell is judged, for everybody.

    Attributes:
        where: ``apart``: the tests in the examiner, the student's code in the candidate; ``beside``: both in a
            candidate of the cell's own, as nbgrader runs it.
        why: what speaks against apart; empty if nothing does.
        asked: what the tests asked of the solution's objects, where the answer decides; None: whatever they like.
    """

    where: Where = APART
    why: str = ""
    asked: frozenset[Question] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, the same for equal stands."""
        asked = None if self.asked is None else [[line, what, list(of)] for line, what, of in sorted(self.asked)]
        return {"where": self.where, "why": self.why, "asked": asked}

    @property
    def both(self) -> bool:
        """Whether what passes apart has to pass beside as well."""
        return self.asked is not None and BOTH in self.asked

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Stand:
        """The stand that ``to_dict`` was called on."""
        asked = told["asked"]
        known = None if asked is None else frozenset((line, what, tuple(of)) for line, what, of in asked)
        return cls(told["where"], told["why"], known)
