"""What an exception of the student's code means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.exceptions import arrays, python

#: A pattern, the key, and the sentence in which the pattern's groups stand. The first that is found counts.
EXCEPTIONS: Final[Sequence[tuple[str, str, str]]] = (*python.CALLS, *arrays.RAISED, *python.REST)


def of_exception(error: BaseException) -> Cause | None:
    """What an exception of the student's code means here; None for one whose words say enough, or a stub's."""
    if type(error).__name__ == "NotImplementedError":
        return None
    said = f"{type(error).__name__}: {error}"
    for pattern, key, sentence in EXCEPTIONS:
        found = re.search(pattern, said)
        if found is not None:
            return Cause(key, sentence.format(*found.groups()))
    return None
