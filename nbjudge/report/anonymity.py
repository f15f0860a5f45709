"""What stands in place of students' names in a report without them."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from typing import Final

SHORTEST: Final = 3  # letters of a part of a name that is taken out of texts: shorter ones are words, too
REDACTED: Final = "[name]"
_WORD: Final = re.compile(r"\w+")


class Names:
    """Each student's name as it is shown.

    Args:
        students: all of the report.
        anonymous: whether numbers stand in their place, other ones in each run: from a number in order of names, or
            one that a name always gives, whoever has the list of the class could tell the name.
        others: what else they are called, such as first and last names.
    """

    def __init__(self, students: Sequence[str], *, anonymous: bool, others: Collection[str] = ()) -> None:
        self.anonymous = anonymous
        numbers = list(range(1, len(students) + 1))
        if anonymous:
            random.SystemRandom().shuffle(numbers)
        self._numbers = dict(zip(students, numbers, strict=True))
        self._words = {word for name in (*students, *others) for word in _words(name)} if anonymous else set()

    def shown(self, student: str) -> str:
        """The name, or a number."""
        return f"student {self._numbers[student]}" if self.anonymous else student

    def number(self, student: str) -> int:
        """The number that stands for a student; in a report with names, the place in the class."""
        return self._numbers[student]

    def redacted(self, text: str) -> str:
        """A text that a student may have written, without anybody's name; as it is in a report with names.

        It knows the names that the gradebook has, and no nicknames.
        """
        if not self._words:
            return text
        return _WORD.sub(lambda found: REDACTED if _plain(found[0]) in self._words else found[0], text)


def _words(name: str) -> set[str]:
    return {_plain(word) for word in _WORD.findall(name) if len(_plain(word)) >= SHORTEST}


def _plain(word: str) -> str:
    return word.casefold().strip("_")
