"""The candidate's process: runs the student's cells and answers the examiner's questions about what they define.

It is assumed to be lost to the student from the first cell on. Whatever it says is data to the examiner, never a
verdict. It holds no test, no answer, no other submission, and `lockdown` has closed the rest.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbjudge.candidate.agent import Agent, answer_one
from nbjudge.candidate.cells import CellRunner
from nbjudge.candidate.shell import Shell, new_shell
from nbjudge.candidate.stand_ins import QuietPolicy
from nbjudge.candidate.warmup import warm_up
from nbjudge.limits import Limits
from nbjudge.sandbox import lockdown
from nbjudge.wire import channel
from nbjudge.wire.forms import WireError

GREETING: Final = 0  # the number of the message before any question


def begin() -> Shell:
    """In the zygote, before it is known for which assignment: make the shell, which takes long."""
    asyncio.set_event_loop_policy(QuietPolicy())
    return new_shell()


def prepare(settings: dict[str, Any], shell: Shell, load: Callable[[dict[str, Any]], None]) -> Candidate:
    """In the zygote: import what student code will need and run the preamble, once for all."""
    load(settings)
    limits = Limits.from_dict(settings["limits"])
    runner = CellRunner(shell, limits)
    if settings["draws"]:
        runner.draw()
    warm_up(Agent(limits, runner))
    shell.forget()
    for cell in json.loads(Path(settings["cells"]).read_text(encoding="utf-8")):
        runner.prepare(cell["source"])
    try:
        if settings["sandboxed"]:
            scratch = Path(settings["scratch"]) if settings["scratch"] else None
            readable = [Path(path) for path in settings["readable"]]
            walls = lockdown.prepare(limits, readable=readable, writable=[scratch] if scratch is not None else [])
            return Candidate(limits, runner, walls, scratch=scratch)
        lockdown.empty_environment()
    except (OSError, RuntimeError) as error:
        return Candidate(limits, runner, None, str(error))  # told by the first child, to whoever can make it known
    return Candidate(limits, runner, None)


@dataclass(frozen=True)
class Candidate:
    """What the zygote prepares for its children.

    Attributes:
        trouble: why no child can close its sandbox, if so.
        scratch: where each child has a folder to write into, if it has one.
    """

    limits: Limits
    runner: CellRunner
    walls: lockdown.Walls | None
    trouble: str = ""
    scratch: Path | None = None

    def draw(self) -> None:
        """In the zygote: get ready for student code that draws."""
        self.runner.draw()

    def serve(self, fd: int) -> None:
        """In a forked child: close the sandbox, then answer until the examiner hangs up. It never returns.

        The first message says that the sandbox is closed.
        """
        try:
            trouble = self.trouble or self._close_in(fd)
            # the examiner must not take this for the student's doing
            greeting = {"to": GREETING} | ({"failed": trouble} if trouble else {})
            channel.send(fd, greeting, limit=self.limits.message_bytes)
            agent = Agent(self.limits, self.runner)
            while not trouble:
                answer_one(fd, agent)
        except WireError:  # the channel has ended, which is how a candidate's life normally ends
            os._exit(0)

    def _close_in(self, fd: int) -> str:
        """Close the sandbox, or at least what needs none; returns what went wrong, in words."""
        try:
            if self.walls is not None:
                walls = self.walls if self.scratch is None else self._with_scratch(self.walls, self.scratch)
                lockdown.lock_down(walls, keep_fds=[fd])
                return ""
            lockdown.close_descriptors([fd])
            lockdown.die_with_the_parent()
            lockdown.limit_resources(self.limits)
        except (OSError, RuntimeError) as error:
            return str(error)
        return ""

    def _with_scratch(self, walls: lockdown.Walls, parent: Path) -> lockdown.Walls:
        """Go into a folder of this process's own, with copies of the kit; it alone may be written."""
        folder = parent / str(os.getpid())
        shutil.copytree(Path.cwd(), folder)
        os.chdir(folder)
        return lockdown.with_scratch(walls, folder)
