"""How much is read of what came from a learning management system: all bounds in one place."""

from __future__ import annotations

from typing import Final

from nbjudge.limits import MIB

MOST_ENTRIES: Final = 200_000  # of a download: ten files each of twenty thousand students
STUDENT_BYTES: Final = 250 * MIB  # of all that one student handed in, unpacked; a notebook may have 200 MiB of it
STUDENT_FILES: Final = 500  # as many are looked at when it is graded
PACKED_FILES: Final = 2_000  # entries of a zip that a student made, junk and folders included
PACKED_DIRECTORY: Final = 1 * MIB  # bytes of its list of entries, which is read before any of them is
NAME_BYTES: Final = 200  # of a file's name: 255 is what file systems take
DEEPEST: Final = 8  # folders in folders
TABLE_BYTES: Final = 50 * MIB  # of a grade file or a roster
DECIMALS: Final = 2  # of a grade that is written: as many as these systems show
