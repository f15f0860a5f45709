"""In the scheduler: a run's task whose worker has died comes back to the run, which counts its deaths for itself.

Dask would give it to the next worker at once, and give it up after more deaths than ``allowed-failures``. That is a
setting of the whole cluster, and counts deaths at which a task only waited: so it cannot say that three are enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from distributed import Scheduler, SchedulerPlugin


class ComesBack(SchedulerPlugin):
    """Has a run's tasks fail with ``KilledWorker`` as soon as a worker dies to which they were given.

    Args:
        run: what the keys of its tasks begin with.
    """

    def __init__(self, run: str) -> None:
        self.run = run

    def update_graph(self, scheduler: Scheduler, *, tasks: Iterable[Any], **_: Any) -> None:
        """Called with new tasks, before any is given to a worker."""
        for key in tasks:
            if str(key).startswith(self.run):
                scheduler.tasks[key].suspicious = scheduler.allowed_failures
