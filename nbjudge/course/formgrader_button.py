"""formgrader's button *autograde*: a process of its own grades, and the server goes on with other pages meanwhile.

formgrader's own handler grades in the server's only thread: a submission that loops keeps everybody waiting, and one
that ended the process would end the server.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from nbjudge.course.settings import NbJudge


def replace_button(handlers: Any) -> None:
    """Let formgrader's handler grade with the judge, without waiting for it.

    Args:
        handlers: the module ``nbgrader.server_extensions.formgrader.apihandlers``.
    """
    handler = handlers.AutogradeHandler
    if not hasattr(handler, "stock_post"):
        handler.stock_post = handler.post
        handler.post = handlers.web.authenticated(handlers.check_xsrf(handlers.check_notebook_dir(post)))


async def post(self: Any, assignment: str, student: str) -> None:
    """Answer the button, in nbgrader's words: ``success``, ``log``, and ``error`` where there is one."""
    if not NbJudge(parent=self.coursedir).grades(assignment):
        self.stock_post(assignment, student)
        return
    # one after the other, as before: a course has one grader at a time
    turn = self.settings.setdefault("nbjudge_turn", asyncio.Lock())
    async with turn:
        begun = time.monotonic()
        self.log.info("nbjudge: grading %s of %s", assignment, student)
        code, log = await _graded(self.coursedir.root, assignment, student)
        self.log.info(
            "nbjudge: graded %s of %s in %.1f s, exit code %d", assignment, student, time.monotonic() - begun, code
        )
    told = {"success": code == 0, "log": log}
    if code != 0:
        told["error"] = f"nbjudge autograde ended with exit code {code}; the log says why"
    self.write(json.dumps(told))


async def _graded(root: str, assignment: str, student: str) -> tuple[int, str]:
    """Grade one submission; returns the exit code, and what was printed, without colours."""
    command = ("-m", "nbjudge.cli", "autograde", assignment, f"--student={student}", "--force")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=root, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    code = process.returncode
    assert code is not None, "it has ended"
    return code, printed.decode(errors="replace")
