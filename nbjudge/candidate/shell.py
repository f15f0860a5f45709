"""IPython's shell without a kernel: magics work, outputs are kept in nbformat's form, statements run one by one."""

from __future__ import annotations

import ast
import re
import sys
import types
import warnings
from bdb import BdbQuit
from codeop import PyCF_ALLOW_INCOMPLETE_INPUT  # type: ignore[attr-defined]  # typeshed knows only what is documented
from collections.abc import Callable, Coroutine
from typing import Any

from IPython.core.profiledir import ProfileDir
from traitlets import Type
from traitlets.config import Config

from nbjudge.alarm import TimeUp
from nbjudge.candidate.kept import KeptDisplays, KeptResults
from nbjudge.candidate.refusals import EVERYTHING, is_magic, is_refusal, names_bound, names_used
from nbjudge.candidate.stand_ins import TIMING, ShellWithoutCommands
from nbjudge.candidate.statements import SAID_CHARS, Skip, Stop, first_line, line_in_cell

# An unindented line of a definition or an import, or an indented or empty one. A semicolon may hide anything.
_DEFINITION = re.compile(r"(?:class|def|async def|import|from)\b[^;]*$|[@#\s)]|$").match


class Shell(ShellWithoutCommands):
    """IPython's shell, with its outputs in a list, one statement at a time.

    Attributes:
        kept: outputs of the present cell, but for what it printed.
        stopped, skipped: what became of its statements.
        report: told the number of each statement before it is run.
        missing: names that statements which were left out, in this cell or before, would have bound.
        unsettled: names of what they were to do something with.
        strict: nothing is skipped.
    """

    displayhook_class = Type(KeptResults)
    display_pub_class = Type(KeptDisplays)
    kept: list[dict[str, Any]]
    stopped: Stop | None
    skipped: list[Skip]
    report: Callable[[int], None]
    missing: set[str]
    unsettled: set[str]
    strict = False

    def begin(self, report: Callable[[int], None]) -> None:
        """Forget the cell before."""
        self.kept, self.stopped, self.skipped, self.report = [], None, [], report
        self._first = 0  # of the statements that are run one by one
        self._reached = self._line = 0  # the present one of them
        self._present: ast.stmt | None = None
        self._refused: BaseException | None = None
        self._depth = 0

    def remember(self, source: str) -> None:
        """Put a cell that is about to run into ``In``, so that it, and later ones, find it where a notebook has it."""
        self._inputs.append(source)
        self.execution_count = len(self._inputs) - 1  # under which its value is in ``Out``

    def forget(self) -> None:
        """Forget all cells, as if none had been run."""
        history: Any = self.history_manager
        self._inputs: list[str] = history.input_hist_parsed  # ``In``, which a student may bind anew
        del self._inputs[1:]  # In[0] is nobody's

    def transform_cell(self, raw_cell: str) -> str:
        """Magics and the like are no Python. Looking for them takes longer than parsing, and most cells have none."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they come again when it is compiled
                ast.parse(raw_cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            plain = TIMING.sub("pass", raw_cell, count=1) if TIMING.match(raw_cell) else raw_cell
            transformed: str = super().transform_cell(plain)  # type: ignore[no-untyped-call]  # IPython
            return transformed
        return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"

    # ------------------------------------------------------------ statement by statement

    def run_definitions(self, source: str) -> bool:
        """Run a cell that only defines and imports, if it is one, and say whether it is.

        Such a cell shows nothing, so that all which IPython does for what others show is left out. Most answers are of
        this kind; a submission takes 4 % longer without (median of 150).
        """
        if not all(map(_DEFINITION, source.splitlines())):
            return False
        try:
            name = self.compile.cache(source, self.execution_count, source)
            code = compile(source, name, "exec", self.compile.flags, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False  # the other way tells why
        with self.builtin_trap:
            if _result_of(self.run_code(code)):  # type: ignore[no-untyped-call]  # IPython
                self._go_on(source, name)
        return True

    def _go_on(self, source: str, name: str) -> None:
        """After a statement of a cell of definitions has failed: find out which, and run the rest if it was refused."""
        error = self._refused
        line = self.stopped.line if self.stopped is not None else line_in_cell(error)
        statements = ast.parse(source).body
        reached = sum(first_line(statement) <= line for statement in statements) - 1
        if self.stopped is not None:
            self.stopped.reached = reached
        elif error is not None:
            self._skip(statements[reached], error)
            self._first = reached + 1
            with self.display_trap:
                _result_of(self.run_ast_nodes(statements[reached + 1 :], name, "none", self.compile))

    async def run_ast_nodes(
        self, nodelist: list[ast.stmt], cell_name: str, interactivity: str = "last_expr", compiler: Any = compile,
        result: Any = None,
    ) -> bool:  # fmt: skip
        outer, self._depth = self._present, self._depth + 1
        try:
            for number, statement in enumerate(nodelist):
                if self._depth == 1:
                    self._reached, self._line = self._first + number, first_line(statement)
                    self.report(self._reached)
                how = interactivity if interactivity == "all" or statement is nodelist[-1] else "none"
                if await self._fails(statement, cell_name, how, compiler, result):
                    if self.stopped is not None and self._depth == 1:
                        self.stopped.reached = self._first + number
                    return True
        finally:
            self._present, self._depth = outer, self._depth - 1
        return False

    async def _fails(self, statement: ast.stmt, *arguments: Any) -> bool:
        """Run a statement and say whether the cell ends with it; one that was refused is skipped."""
        self._present, self._refused, self.stopped = statement, None, None
        failed = await super().run_ast_nodes([statement], *arguments)
        if not failed:
            self.stopped = None  # what was shown on the way, as of a picture that cannot be displayed, ended nothing
            if self.missing or self.unsettled:
                settled = names_bound(statement)
                self.missing -= settled
                self.unsettled -= settled
            return False
        if self._refused is None and self.stopped is None and not self.strict:  # IPython shows nothing of it
            self._refused = BdbQuit("nobody is there to debug")
        if self._refused is None:
            return True
        self._skip(statement, self._refused)
        return False

    def _skip(self, statement: ast.stmt, error: BaseException) -> None:
        """Note that a statement was left out."""
        said = f"{type(error).__name__}: {error}"[:SAID_CHARS]
        line = first_line(statement)
        bound = names_bound(statement)
        self.missing |= bound
        # what it was to change, and what keeps an older value now
        self.unsettled |= {name for name in names_used(statement) if self._is_a_thing(name)}
        self.unsettled |= bound & self.user_ns.keys()
        self.skipped.append(Skip(line, said))
        text = f"line {line} was left out: it asks for what there is not while grading ({said})\n"
        self.kept.append({"output_type": "stream", "name": "stderr", "text": text})

    def _is_excused(self, error: BaseException) -> bool:
        """Whether grading refused what failed, or it missed what a refused statement would have bound."""
        if self.strict:
            return False
        if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
            return error.name in self.missing or EVERYTHING in self.missing
        if isinstance(error, Exception) and self._present is not None and self._is_unsettled(self._present):
            return True
        return is_refusal(error)

    def _is_unsettled(self, statement: ast.stmt) -> bool:
        """Whether all its failures are excused: it is magic, or uses what a refused statement was to change."""
        return is_magic(statement) or bool(self.unsettled & names_used(statement))

    def _is_a_thing(self, name: str) -> bool:
        """Whether a name stands for something that changes, such as a thread that was not started."""
        value = self.user_ns.get(name)
        return value is not None and not isinstance(value, types.ModuleType | types.FunctionType | type)

    def stop_at(self, line: int = 0) -> None:
        """Time is up: in a line of the cell, or in what IPython does around the present statement."""
        self.stopped = Stop("TimeUp", "", line or self._line, self._reached)

    def showtraceback(self, *arguments: Any, **options: Any) -> None:
        """Called where a statement has failed, by IPython and by some of its magics."""
        error = sys.exc_info()[1]
        if isinstance(error, TimeUp):
            self.stop_at(line_in_cell(error))
            return
        try:
            excused = error is not None and bool(options.get("running_compiled_code")) and self._is_excused(error)
        except Exception:  # a hostile __str__
            excused = False
        if excused:
            self._refused = error
        else:
            super().showtraceback(*arguments, **options)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except BaseException:  # a hostile __str__
            text = ""
        line = line_in_cell(evalue)
        said = text
        if isinstance(evalue, SyntaxError):  # of the cell, which then does not run; or of text that it gives to eval
            said = f"in text that it runs: {evalue.msg}" if line else str(evalue.msg)
            line = line or (evalue.lineno if type(evalue.lineno) is int else 0)
        self.stopped = Stop(etype.__name__, said[:SAID_CHARS], line)
        self.kept.append(
            {"output_type": "error", "ename": etype.__name__, "evalue": text, "traceback": [str(line) for line in stb]}
        )


def _result_of(running: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine that waits for nothing returns."""
    try:
        running.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("a cell of definitions waits for something")


def tell_nobody(_: int) -> None:
    """Outside of a conversation, nobody asks how far a cell has come."""


def new_shell() -> Shell:
    """The process's shell, which takes a few hundred milliseconds to make: in the zygote, once."""
    config = Config(HistoryManager={"enabled": False})  # it would want a database and a thread
    nowhere = ProfileDir()  # else it makes folders in what it takes for somebody's home
    shell: Shell = Shell.instance(config=config, ipython_dir="", profile_dir=nowhere, colors="nocolor", xmode="Plain")
    shell.compile.flags &= ~PyCF_ALLOW_INCOMPLETE_INPUT  # "incomplete input" in place of what is missing
    shell.missing, shell.unsettled = set(), set()
    shell.begin(tell_nobody)
    shell.forget()
    shell.run_cell("None", store_history=False)  # type: ignore[no-untyped-call]  # IPython
    return shell
