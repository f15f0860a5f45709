"""What was odd about a submission, in words for instructor and student."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One oddity: its kind (a fixed word, to count by) and a sentence that says what was done about it.

    The sentence never quotes a submission, but for short names passed through `ascii`.
    """

    kind: str
    text: str
