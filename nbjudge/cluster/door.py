"""The way to a cluster from a command: Dask, which is an extra and takes a third of a second, is imported here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Any

from nbjudge.course.errors import GradingError
from nbjudge.processes.pool import Done
from nbjudge.processes.warm_duty import WarmDuty


def on_cluster(
    tasks: Iterable[Any], duty: WarmDuty, *, address: str, tell: Callable[[str], None], count: int = 0
) -> Generator[Done, None, None]:
    """See `nbjudge.cluster.work.work_through`.

    Raises:
        GradingError: likewise, and if Dask is not installed.
    """
    try:
        from nbjudge.cluster.work import work_through  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        raise GradingError(f"--dask needs Dask ({error}): pip install 'nbjudge[dask]'") from error
    yield from work_through(tasks, duty, address=address, tell=tell, count=count)
