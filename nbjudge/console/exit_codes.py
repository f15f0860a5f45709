"""What a verb's exit code says. What was done before 1, 3, 130 or 143 is recorded, and the same command goes on."""

from __future__ import annotations

from typing import Final

OK: Final = 0  # done, or there was nothing to do
TROUBLE: Final = 1  # could not be done, or found something wrong; the message says what, and mostly what to do
USAGE: Final = 2  # wrong usage
NOT_JUDGED: Final = 3  # graded, but some tests were *not judged*: no student's fault, and no zero for anybody
STOPPED: Final = 130  # by Ctrl-C
TERMINATED: Final = 143  # by SIGTERM
