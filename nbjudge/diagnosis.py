"""What a wrong answer shows of the mistake behind it: data that a test attaches to what it raises.

Any test may say more than its message: a mapping in the attribute ``diagnosis`` of the AssertionError. This course's
come from ``oracle``. What is no diagnosis, or too large, is left out; it never costs a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

ATTRIBUTE: Final = "diagnosis"  # of an exception
KEY_CHARS: Final = 60
SENTENCE_CHARS: Final = 600
NUMBERS: Final = 8  # in an example
POINTS: Final = 64  # of a curve


@dataclass(frozen=True)
class Diagnosis:
    """One cause, as far as a test can tell.

    Attributes:
        about: what is wrong, in the student's terms: the name of their class or function.
        key: the mistake; with ``about`` it is the same for all tests that fail for one cause.
        sentence: what it is, for the student.
        section: the heading to read again in the notebook; may be empty.
        example: one wrong answer, as names and numbers in words: x, grad_output, yours, right.
        curve: ``(x, yours, right)`` by x, to draw; finite numbers.
    """

    about: str
    key: str
    sentence: str
    section: str = ""
    example: tuple[tuple[str, str], ...] = ()
    curve: tuple[tuple[float, float, float], ...] = ()

    @property
    def cause(self) -> tuple[str, str]:
        """What all tests that fail for one cause have in common."""
        return self.about, self.key

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            **vars(self),
            "example": [list(pair) for pair in self.example],
            "curve": [list(point) for point in self.curve],
        }

    @classmethod
    def from_told(cls, told: object) -> Diagnosis | None:
        """From such data; None if that is no diagnosis."""
        if not isinstance(told, Mapping) or not (told.get("key") and told.get("sentence")):
            return None
        texts = [str(told.get(name) or "")[:KEY_CHARS] for name in ("about", "key", "section")]
        example = tuple((str(name)[:KEY_CHARS], str(number)[:KEY_CHARS]) for name, number in told.get("example") or ())
        curve = tuple(_points(told.get("curve") or ()))
        sentence = str(told["sentence"])[:SENTENCE_CHARS]
        return cls(texts[0], texts[1], sentence, texts[2], example[:NUMBERS], curve[:POINTS])


def diagnosis_of(error: BaseException) -> Diagnosis | None:
    """What a test attached to what it raised; nothing of what a student's code may have put there."""
    try:
        return Diagnosis.from_told(vars(error).get(ATTRIBUTE))
    except (TypeError, ValueError):  # a list where numbers belong, and the like
        return None


def _points(told: Any) -> Iterator[tuple[float, float, float]]:
    for point in told:
        x, yours, right = map(float, point)
        if math.isfinite(x + yours + right):
            yield x, yours, right
