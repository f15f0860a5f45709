"""Running cells in IPython's shell without a kernel: magics work, outputs are kept in nbformat's form."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import re
import warnings
from collections import deque
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from nbjudge.limits import Limits

# An unindented line of a definition or an import, or an indented or empty one. A semicolon may hide anything.
_DEFINITION = re.compile(r"(?:class|def|async def|import|from)\b[^;]*$|[@#\s)]|$").match


class _KeptResults(DisplayHook):
    """The value of a cell's last line becomes an output instead of a line on the screen."""

    shell: Shell

    def write_output_prompt(self) -> None:
        """No ``Out[1]:``."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.kept.append({"output_type": "execute_result", "data": dict(format_dict), "metadata": {}})

    def finish_displayhook(self) -> None:
        """No line feed."""


class _KeptDisplays(DisplayPublisher):
    """``display(...)`` likewise."""

    shell: Shell

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.shell.kept.append({"output_type": "display_data", "data": dict(data), "metadata": {}})


class Shell(InteractiveShell):
    """IPython's shell, with its outputs in a list."""

    displayhook_class = Type(_KeptResults)
    display_pub_class = Type(_KeptDisplays)
    kept: list[dict[str, Any]]

    def transform_cell(self, raw_cell: str) -> str:
        """Magics and the like are no Python. Looking for them takes longer than parsing, and most cells have none."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they come again when it is compiled
                ast.parse(raw_cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            transformed: str = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]  # IPython
            return transformed
        return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"

    def run_definitions(self, source: str) -> bool:
        """Run a cell that only defines and imports, if it is one, and say whether it is.

        Such a cell shows nothing, so that all which IPython does for what others show is left out: half of the time,
        for most answers are of this kind.
        """
        if not all(map(_DEFINITION, source.splitlines())):
            return False
        try:
            name = self.compile.cache(source, self.execution_count, source)
            code = compile(source, name, "exec", self.compile.flags)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False  # the other way tells why
        running = self.run_code(code)  # type: ignore[no-untyped-call]  # IPython
        with self.builtin_trap, suppress(StopIteration):
            running.send(None)
        return True

    def enable_gui(self, gui: Any = None) -> None:
        """There is no screen."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except BaseException:  # a hostile __str__
            text = ""
        self.kept.append(
            {"output_type": "error", "ename": etype.__name__, "evalue": text, "traceback": [str(line) for line in stb]}
        )


def new_shell() -> Shell:
    """The process's shell, which takes a few hundred milliseconds to make: in the zygote, once."""
    config = Config(HistoryManager={"enabled": False})  # it would want a database and a thread
    shell: Shell = Shell.instance(config=config, colors="nocolor", xmode="Plain")
    shell.kept = []
    shell.run_cell("None", store_history=False)  # type: ignore[no-untyped-call]  # IPython
    return shell


class CellRunner:
    """Runs cells one after the other in one namespace."""

    def __init__(self, shell: Shell, limits: Limits) -> None:
        self.shell = shell
        self.limits = limits
        self.namespace: dict[str, Any] = self.shell.user_ns
        self._given: dict[int, tuple[type, dict[str, Any]]] = {}
        self._prepared: deque[tuple[str, list[dict[str, Any]]]] = deque()

    def draw(self) -> None:
        """In the zygote: import Matplotlib, if there is one, and let figures be outputs of the cells that draw them.

        Its first import looks for fonts and a place to keep what it found, which the sandbox has not.
        """
        if importlib.util.find_spec("matplotlib") is not None:
            self.shell.run_line_magic("matplotlib", "inline")
            importlib.import_module("matplotlib.pyplot")

    def prepare(self, source: str) -> None:
        """In the zygote: run a cell of the preamble ahead of time; the outputs are kept for when it is asked for."""
        self._prepared.append((source, self._run(source, given=True)))

    def run(self, source: str, given: bool) -> list[dict[str, Any]]:
        """Run one cell and return its outputs, bounded.

        given: the cell is the instructor's preamble, so the classes that it defines count as known to the examiner.
        """
        if given and self._prepared and self._prepared[0][0] == source:
            return self._prepared.popleft()[1]
        self._prepared.clear()  # a cell of the student comes between: from here on everything runs where it stands
        return self._run(source, given=given)

    def _run(self, source: str, *, given: bool) -> list[dict[str, Any]]:
        before = dict(self.namespace) if given else {}
        self.shell.kept = []
        printed, complained = Bounded(self.limits.output_bytes), Bounded(self.limits.output_bytes)
        with redirect_stdout(printed), redirect_stderr(complained):
            if not self.shell.run_definitions(source):
                self.shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]  # IPython
        if given:
            self._remember_classes(before)
        streams = [("stdout", printed.getvalue()), ("stderr", complained.getvalue())]
        outputs = [{"output_type": "stream", "name": name, "text": text} for name, text in streams if text]
        return [*outputs, *self.shell.kept[:100]]

    def is_given(self, cls: type) -> bool:
        """Whether a class comes from the preamble, so that the examiner has it natively."""
        return id(cls) in self._given

    def is_as_given(self, cls: type, name: str) -> bool:
        """Whether a class comes from the preamble, and what it has under a name is what it had there."""
        known = self._given.get(id(cls))
        return known is not None and known[1].get(name, known) is vars(cls)[name]

    def _remember_classes(self, before: dict[str, Any]) -> None:
        for name, value in self.namespace.items():
            if isinstance(value, type) and before.get(name) is not value:
                # the class itself is kept so that no later one gets the same id
                self._given[id(value)] = value, dict(vars(value))


class Bounded(io.StringIO):
    """Keeps the first characters of what is printed; an endless print costs time, not memory."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, text: str) -> int:
        if self._left > 0:
            kept = text[: self._left]
            self._left -= len(kept)
            super().write(kept)
        return len(text)
