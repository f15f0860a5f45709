"""A memory cgroup for a process and all that it starts, as SLURM, Kubernetes and systemd make one for a worker."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

#: Where version 1 and version 2 of cgroups have it, and the file that limits the memory there.
_PLACES: Final = ((Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"), (Path("/sys/fs/cgroup"), "memory.max"))


class NoCgroup(Exception):
    """There can be none here; the text says why."""


@contextmanager
def memory_cgroup(most: int) -> Iterator[list[str]]:
    """What starts a command in a new cgroup with so many bytes. Its processes have to end before the block does.

    Raises:
        NoCgroup: if none can be made here.
    """
    place, limit = next((one for one in _PLACES if (one[0] / "cgroup.procs").exists()), _PLACES[1])
    folder = place / f"nbjudge-{os.getpid()}"
    try:
        folder.mkdir()
        (folder / limit).write_text(str(most))
    except OSError as error:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise NoCgroup(f"no memory cgroup can be made in {place} ({error.strerror})") from error
    try:
        yield ["sh", "-c", f'echo $$ >{folder}/cgroup.procs && exec "$@"', "sh"]
    finally:
        until = time.monotonic() + 10
        while folder.exists() and time.monotonic() < until:
            with contextlib.suppress(OSError):  # some process is still on its way out
                folder.rmdir()
            time.sleep(0.05)
