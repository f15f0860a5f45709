"""Help for the tests of the sandbox: run a function, or a program, behind its walls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

from nbjudge.limits import Limits
from nbjudge.sandbox import lockdown, proving, requirements
from nbjudge.sandbox.escapes import Act, Attempt
from tests.support.inprocess import ROOT

MISSING = requirements.available()
needs_sandbox = pytest.mark.skipif(bool(MISSING), reason="; ".join(map(str, MISSING)))

NOBODY = 65534

LOCK_DOWN = """
from nbjudge.sandbox import lockdown
from nbjudge.limits import Limits
lockdown.lock_down(lockdown.prepare(Limits(), readable=lockdown.readable_paths()), keep_fds=[1, 2])
"""


def ending_of(attempt: Attempt, limits: Limits | None = None) -> str:
    """Return how `attempt` ended in a locked-down fork of this process: `done`, or as in `Act`."""
    with proving.lay_out_bait(limits or Limits()) as bait:
        return proving.attempt(Act("", "", attempt), bait).ending


def run_program(inside: str, before: str = "", **environment: str) -> str:
    """Return what a fresh interpreter prints that runs `before`, locks itself down, then runs `inside`.

    It starts as a zygote does, with the bare environment and one thread, but in a home of its own: root would make one.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-c", f"{before}\n{LOCK_DOWN}\n{inside}"],
            env=lockdown.bare_environment() | {"HOME": home} | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def python_for(user: int) -> tuple[str, dict[str, str]] | None:
    """An interpreter that the user with this id may run on this course, and its environment; None if there is none.

    The tests' own may lie in a closed home folder; the system's of the same version then takes its packages.
    """
    packages = [path for path in sys.path if path.endswith("site-packages")]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join([str(ROOT), *packages])}
    for python in (sys.executable, f"/usr/bin/python{version}"):
        probe = [python, "-c", "import nbjudge.commands.doctor, numpy"]
        try:
            done = subprocess.run(
                probe,
                user=user,
                group=user,
                extra_groups=[],
                cwd="/",
                env=environment,
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python, environment
    return None


def is_root() -> bool:
    """Return whether the tests run as root."""
    return os.geteuid() == 0


def leave_out(*_: object, **__: object) -> None:
    """Stand in for a wall that is left out."""
