"""From how many students on something is said, when it is worth a look, and how much of it is shown."""

from __future__ import annotations

from typing import Final

# Of few students, a share or a correlation says more than there is to know.
PERCENT_FROM: Final = 8  # students: below, counts alone
CORRELATION_FROM: Final = 20
ALIKE_FROM: Final = 10

# Tests worth a look
PASSED_BY_FEW: Final = 0.5  # of the students whom it was asked of
LITTLE_CORRELATION: Final = 0.2  # usual in test theory: below it, an item tells good from poor hardly at all
BOTH_ENDS: Final = 3  # so many have to pass and to fail before a correlation is worth a flag
DESPITE_SHARE: Final = 0.1  # of those who pass all visible tests of the cell, so many fail the hidden one ...
DESPITE_STUDENTS: Final = 3  # ... and so many at least

# Groups
ALIKE_GROUP: Final = 2  # students, at least, that fail the very same tests
GROUPS_SHOWN: Final = 12

# Causes
EXAMPLES: Final = 2
CAUSES_SHOWN: Final = 40
CAUSES_SHORT: Final = 10  # so many are shown in any case, and further ones only if they are several students'
CAUSES_KEPT: Final = 2000  # of a class; where each student's message is another one, further ones are only counted
MESSAGE_CHARS: Final = 600
LINE_CHARS: Final = 200

# Odd ones
ODD_KEPT: Final = 1000
ODD_SHOWN: Final = 100
WHO_SHOWN: Final = 12  # names beside what was odd

HISTOGRAM_BARS: Final = 20
