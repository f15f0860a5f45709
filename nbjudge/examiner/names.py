"""Which of the names that a grade cell uses are the examiner's own, and which the student's: those become proxies.

The last cell of the source that binds a name decides. Modules are always the examiner's own, as are the functions that
the instructor's other cells define: a test that asked the student's ``np`` would get the student's answer.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import io
import types
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from nbjudge.examiner.background import Background
from nbjudge.examiner.conversation.proxies import Remote, handle_of, labelled, remote_class
from nbjudge.examiner.conversation.questions import Questions
from nbjudge.examiner.conversation.session import Session
from nbjudge.examiner.conversation.told import error_class
from nbjudge.examiner.grade_cells import file_of
from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.names import Statement, names_bound, names_wanted, statements_of
from nbjudge.verdicts import DIED
from nbjudge.wire.given import GivenClasses


class Names:
    """The examiner's namespace, cell after cell.

    Attributes:
        proxied: the names that are the student's, for the present grade cell.
        absent: what it wants and nobody has.
    """

    def __init__(self, background: Background) -> None:
        self.namespace: dict[str, Any] = types.ModuleType("__main__").__dict__
        self.proxied: set[str] = set()
        self.absent: frozenset[str] = frozenset()
        self._background = background
        self._given: set[str] = set()  # classes of the preamble among them
        self._wants: dict[str, frozenset[str]] = {}  # of a name that a cell has bound: what that cell uses
        self._classes: dict[str, type] = {}
        self._session: Session | None = None
        self._given_count = 0
        self._starred: dict[str, Any] | None = None

    def run_given(self, source: str, cell_id: str) -> None:
        """Run a cell of the preamble natively. What it cannot do here, no test can use."""
        before = dict(self.namespace)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                exec(compiled_given(source, cell_id), self.namespace)
            except MemoryError:  # which is the machine's doing, and no student's
                raise
            except Exception:
                pass
        if isinstance(self.namespace.get("run_tests"), types.FunctionType):
            # the kit's: the judge runs a cell's tests itself, one by one
            self.namespace["run_tests"] = lambda: None
        self._given |= {name for name, value in self.namespace.items() if before.get(name) is not value}
        self._note_wants(without_magics(source))

    def is_instructors(self, cell: Mapping[str, Any]) -> bool:
        """Whether a cell that holds no tests is the instructor's, and no solution."""
        return cell["id"] in self._background.bound and cell["id"] not in self._background.solutions

    def after_cell(self, cell: Mapping[str, Any]) -> None:
        """A cell that holds no tests has been run in the candidate."""
        self._classes.clear()  # it may define them anew
        self._forget_proxies()  # outside of a grade cell nothing is asked of the student's code
        for name in self._background.bound.get(cell["id"], frozenset()):
            self.namespace.pop(name, None)
            self._wants.pop(name, None)
        if self.is_instructors(cell):
            self._define(without_magics(cell["source"]), cell["id"])

    def after_tests(self, source: str) -> None:
        """A grade cell has been run here: what it has bound stays the examiner's."""
        self._note_wants(source)

    def bind(self, source: str, session: Session) -> None:
        """Put a proxy under every name that a grade cell wants and the student defines; the examiner's own stay.

        Raises:
            CandidateLost: also if the candidate's answer makes no sense.
        """
        self._forget_proxies()
        if session is not self._session:
            self._classes.clear()
        if session is not self._session or len(self._given) != self._given_count:
            self._given_count = len(self._given)
            values = [self.namespace.get(name) for name in self._given]
            session.objects.given = GivenClasses([value for value in values if isinstance(value, type)])
        self._session = session
        wanted = self._all_wanted(source) - self.namespace.keys()
        wanted -= self._import(name for name in wanted if not self._of_solutions(name))
        wanted -= self._take_starred(wanted)
        if wanted - self._classes.keys() - self._background.classes:
            # there may be objects among them, whose classes come first: else they would be strangers
            classes = self._look(session, self._background.classes - self._classes.keys())
            self._classes |= {name: proxy for name, proxy in classes if isinstance(proxy, type)}
        unknown = wanted - self._classes.keys()
        found = dict(self._look(session, unknown)) if unknown else {}
        self._import(found.keys() & self._background.imports.keys())
        self._classes |= {name: proxy for name, proxy in found.items() if isinstance(proxy, type)}
        for name in found.keys() & self._background.of_kit - self.namespace.keys():
            session.questions.refuse(f"{name}, which is of the kit, and the student may have changed it")
        self._refuse_computed(found, session.questions)
        known = found | {name: self._classes[name] for name in wanted & self._classes.keys()}
        known = {name: proxy for name, proxy in known.items() if name not in self.namespace}
        self.namespace.update(known)
        self.proxied.update(known)
        self.absent = wanted - self.proxied - self.namespace.keys()

    def _forget_proxies(self) -> None:
        for name in self.proxied:
            self.namespace.pop(name, None)
        self.proxied.clear()

    # ------------------------------------------------------------ the examiner's own

    def _all_wanted(self, source: str) -> frozenset[str]:
        """What a cell uses, and what the functions use that earlier cells have defined here."""
        found: set[str] = set()
        waiting = set(names_wanted(source))
        while waiting:
            name = waiting.pop()
            found.add(name)
            if name in self.namespace:
                waiting |= self._wants.get(name, frozenset()) - found
        return frozenset(found)

    def _note_wants(self, source: str) -> None:
        with contextlib.suppress(SyntaxError, ValueError):
            wants = names_wanted(source)
            self._wants |= dict.fromkeys(names_bound(source) & self.namespace.keys(), wants)

    def _of_solutions(self, name: str) -> bool:
        imported = self._background.imports.get(name)
        return imported is None or imported.only_in_solutions

    def _import(self, names: Iterable[str]) -> frozenset[str]:
        """Import what the source imports under these names; returns those that are there now."""
        found = set()
        for name in names:
            with contextlib.suppress(Exception):  # not installed here: then it is no test's either
                exec(self._background.imports[name].statement, self.namespace)
                found.add(name)
        return frozenset(found)

    def _take_starred(self, wanted: Collection[str]) -> frozenset[str]:
        """Take what ``from module import *`` brings; returns what of the wanted names is there now."""
        if self._starred is None:
            self._starred = {}
            for name, imported in self._background.imports.items():
                if name.startswith("*") and not imported.only_in_solutions:
                    with contextlib.suppress(Exception):
                        exec(imported.statement, self._starred)
            for name in frozenset().union(*self._background.bound.values()):
                self._starred.pop(name, None)
        found = frozenset(wanted & self._starred.keys())
        self.namespace |= {name: self._starred[name] for name in found}
        return found

    def _define(self, source: str, cell_id: str) -> None:
        """Run here, too, what a cell of the instructor's defines that needs nothing of the student's.

        A test that asked the student for ``EXPECTED``, or for a helper of the instructor's, would get what the student
        put in its place. What no test uses is left out.
        """
        known = vars(builtins).keys()
        for one, code in statements(source, cell_id):
            if not one.changes & self._background.used:
                continue
            try:
                imported = self._import(one.reads & self._background.imports.keys())
                if not one.reads <= self.namespace.keys() | known | imported:
                    raise NameError("it needs the student's code")
                with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                    exec(code, self.namespace)
                self._given |= one.binds
            except Exception:
                for name in one.binds:
                    self.namespace.pop(name, None)
        self._note_wants(source)

    def _refuse_computed(self, found: Mapping[str, object], questions: Questions) -> None:
        """Values that an instructor's cell computes with the student's code could be anything in the end."""
        cells = self._background.bound.items()
        computed = {name for cell, names in cells if cell not in self._background.solutions for name in names}
        for name in found.keys() & computed - self.namespace.keys():
            if not isinstance(found[name], Remote | type):
                questions.refuse(f"{name}, which a cell of the instructor's computes with the student's code")

    # ------------------------------------------------------------ the student's

    def _look(self, session: Session, names: frozenset[str]) -> list[tuple[str, object]]:
        failure = ""
        try:
            return list(self._proxies(session, names, session.look(sorted(names))))
        except Exception as error:  # whatever a forged answer manages to cause
            failure = f"it does not say what it defines: {error}"
        raise session.lose(DIED, failure)

    def _proxies(
        self, session: Session, wanted: frozenset[str], found: Mapping[str, Any]
    ) -> Iterator[tuple[str, object]]:
        classes = []
        for name in sorted(wanted & found.keys()):
            kind, *rest = found[name]
            if kind != "value":
                classes.append((name, rest))
            elif isinstance(rest[0], Remote):
                yield name, labelled(rest[0], name)
            else:
                yield name, rest[0]
        classes.sort(key=lambda told: len(told[1][4]))  # a base before what is derived of it
        for name, told in classes:
            if [type(part) for part in told[1:]] == [list, list, list, list, int, str] and isinstance(told[0], Remote):
                yield name, self._class(session, name, *told)

    def _class(
        self, session: Session, name: str, proxy: Remote, bases: list[str], own: list[str], given: list[str],
        behind: list[int], specials: int, error: str,
    ) -> type:  # fmt: skip
        """The proxy of a class: of the examiner's own class that it inherits from, or else of another proxy.

        A class of exceptions is one here as well, which tests may expect.
        """
        handle = handle_of(proxy)
        if error and (of_errors := error_class(name, error)) is not None:
            session.objects.classes[handle.id] = of_errors
            return of_errors
        natives = tuple(self.namespace[base] for base in bases if base in self._given)[:1]
        others = tuple(session.objects.classes[number] for number in behind if number in session.objects.classes)[:1]
        made = remote_class(session, name, handle, others or natives, map(str, own), map(str, given), specials)
        session.objects.classes[handle.id] = made
        return made


@functools.cache
def compiled_given(source: str, cell_id: str) -> types.CodeType:
    """A cell of the instructor's that holds no tests."""
    return compile(without_magics(source), file_of(cell_id), "exec", dont_inherit=True)


@functools.cache
def statements(source: str, cell_id: str) -> tuple[tuple[Statement, types.CodeType], ...]:
    """The statements at the top of a cell, each with its code."""
    file = file_of(cell_id)
    return tuple(
        (one, compile(ast.Module([one.node], []), file, "exec", dont_inherit=True)) for one in statements_of(source)
    )
