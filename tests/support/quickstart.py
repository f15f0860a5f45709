"""The course that `nbgrader quickstart` makes: it takes twenty seconds to, so all of a run's workers share one."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.support.adopting import nbgrader

NAME = "course101"


def quickstart_course(factory: pytest.TempPathFactory) -> Path:
    """A copy of it, of the caller's own."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "quickstart.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / "quickstart"
        if not made.exists():
            made.mkdir()
            done = nbgrader(made, "quickstart", NAME)
            assert done.returncode == 0, done.stderr
    root = factory.mktemp("quickstart") / NAME
    shutil.copytree(made / NAME, root)
    return root
