"""What stands in for what a notebook at home has and the sandbox has not: a shell, an event loop with sockets."""

from __future__ import annotations

import asyncio
import errno
import re
import selectors
from typing import Any, Final

from IPython.core.interactiveshell import InteractiveShell

#: Magics that start programs, write files, or install. As lines they say that they do nothing; so do whole cells.
IDLE: Final = frozenset({
    "!", "!!", "system", "sx", "bash", "sh", "script", "cmd", "perl", "ruby", "python", "python2", "python3", "pypy",
    "pip", "conda", "mamba", "micromamba", "uv", "writefile", "file", "save", "store", "notebook", "logstart",
    "run", "edit", "cd", "pushd", "popd", "bookmark", "pdb", "debug",
})  # fmt: skip
ANSWERING: Final = frozenset({"sx", "system", "!!"})  # whose answer may be kept under a name
TIMING: Final = re.compile(r"\s*%%(?:timeit|time|prun)\b[^\n]*")
"""The first line of a cell whose code is to be timed. Its names are wanted all the same."""


class QuietLoop(asyncio.SelectorEventLoop):
    """An event loop that makes no sockets, so that it works in the sandbox. Nothing can wake it from another thread."""

    def __init__(self) -> None:
        super().__init__(selectors.SelectSelector())

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        """There is none."""


class QuietPolicy(asyncio.DefaultEventLoopPolicy):
    """Makes quiet loops, for ``await`` in a cell as for ``asyncio.run``."""

    _loop_factory = QuietLoop


class ShellWithoutCommands(InteractiveShell):
    """IPython's shell, of which what would start programs, write files or open windows says that it does nothing."""

    def system(self, cmd: str) -> None:
        """``!command``"""
        print(f"!{cmd}: commands do nothing while grading")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """``answer = !command``"""
        raise PermissionError(errno.EPERM, "commands do nothing while grading", cmd)

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """``%name line``"""
        if magic_name in ANSWERING:
            return self.getoutput(line)
        if magic_name in IDLE:
            return print(f"%{magic_name} {line}: does nothing while grading")
        return super().run_line_magic(magic_name, line, _stack_depth + 1)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """``%%name line`` above a cell."""
        if magic_name in IDLE:
            return print(f"%%{magic_name} {line}: cells of this kind do nothing while grading")
        return super().run_cell_magic(magic_name, line, cell)  # type: ignore[no-untyped-call]  # IPython

    def enable_gui(self, gui: Any = None) -> None:
        """There is no screen."""
