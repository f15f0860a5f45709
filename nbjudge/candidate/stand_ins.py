"""What stands in for what a notebook at home has and the sandbox has not: a shell, an event loop with sockets."""

from __future__ import annotations

import asyncio
import re
import selectors
from typing import Final

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
