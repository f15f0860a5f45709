"""How far ahead a cluster's workers are given tasks, and how long is waited for what: the whole policy."""

from __future__ import annotations

from typing import Final

#: Tasks that wait at each thread of a worker, so that none is idle while results travel and are written.
AHEAD: Final = 2

#: Submissions in one task: a task takes Dask 6 to 8 ms of the processors' time, whatever is in it ...
TOGETHER: Final = 4
#: ... if each thread gets so many tasks at least, so that none is idle at the end.
TASKS_OF_A_THREAD: Final = 8

#: Seconds within which a scheduler has to answer.
CONNECT_SECONDS: Final = 15.0
#: Seconds that a run goes on without a single worker that may be used: a nanny starts another in less.
PATIENCE_SECONDS: Final = 60.0
#: Seconds between two looks at who has come and gone; in the beginning, when all wait for it, it is the second.
LOOK_SECONDS: Final = 1.0
FIRST_LOOK_SECONDS: Final = 0.1
#: Seconds between two looks at whether results have come.
ARRIVAL_SECONDS: Final = 0.01
#: Seconds that may be spent, at the end, on saying so to the scheduler.
FAREWELL_SECONDS: Final = 1.0

#: Seconds after which a worker that hears nothing ends what it keeps warm: its client may have been killed.
IDLE_SECONDS: Final = 600.0
#: Seconds that a worker's look at its own machine may take; a cold disk imports NumPy slowly.
FITNESS_SECONDS: Final = 120.0
