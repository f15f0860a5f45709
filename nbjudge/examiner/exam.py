"""The examiner: runs the grade cells against a candidate in another process, and keeps the verdicts.

It runs the preamble (the given cells before the first solution cell) natively, as the candidate does. Every other
name that a grade cell reads and the student defines is a proxy (``proxies.py``).
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import symtable
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

from nbjudge.examiner.grade_cells import GradeCell, Problem, Test, collect, compiled, run_test
from nbjudge.examiner.outputs import Outputs, lost_output
from nbjudge.examiner.patience import Patience
from nbjudge.examiner.proxies import Remote, handle_of, remote_class
from nbjudge.examiner.replacement import Candidates, NextCandidate
from nbjudge.examiner.session import CandidateLost, Session
from nbjudge.examiner.troubles import Troubles
from nbjudge.limits import Limits
from nbjudge.notebooks.cells import in_preamble, is_skipped, is_test_cell, without_magics
from nbjudge.notebooks.regions import NBGRADERS, Region
from nbjudge.verdicts import DIED, NOT_JUDGED, RAISED, CellResult, Verdict, share_points


class Exam:
    """One submission's exam.

    Args:
        cells: the code cells of the rebuilt notebook (nbformat 4.5).
        limits: as for the candidate.
        next_candidate: where candidates come from.
        beside: the names of what was handed in beside the notebook.
        hidden_tests: between which lines of a grade cell hidden tests stand.

    Attributes:
        outputs: by cell id, of the cells that were run and hold no tests.
        troubles: the cells that did not end well.
    """

    def __init__(
        self,
        cells: Sequence[Mapping[str, Any]],
        limits: Limits,
        next_candidate: NextCandidate,
        beside: Sequence[str] = (),
        hidden_tests: Region = NBGRADERS.hidden_tests,
    ) -> None:
        self.cells = cells
        self.hidden_tests = hidden_tests
        self.limits = limits
        self.candidates = Candidates(limits, next_candidate)
        self.outputs: dict[str, list[Any]] = {}
        self.troubles = Troubles(limits, beside)
        self.patience = Patience(limits)
        self.cleaned = Outputs(limits)
        self.namespace: dict[str, Any] = types.ModuleType("__main__").__dict__
        self.given: set[str] = set()
        self.session_of_proxies: Session | None = None
        self.classes: dict[str, type] = {}
        self.proxied: set[str] = set()
        self.absent: frozenset[str] = frozenset()

    def sit(self) -> list[CellResult]:
        """Go through the notebook from top to bottom; return the results of its grade cells in order."""
        results = []
        for cell, given in in_preamble(self.cells):
            if is_test_cell(cell):
                results.append(self._grade(GradeCell.from_dict(cell)))
            elif not is_skipped(cell):
                self._run(cell, given=given)
        return results

    def _run(self, cell: Mapping[str, Any], *, given: bool) -> None:
        if given:
            with redirect_stdout(io.StringIO()):
                exec(_compiled_given(cell["source"], cell["id"]), self.namespace)
            # the judge runs a cell's tests itself, one by one
            self.namespace["run_tests"] = lambda: None
            self.given = set(self.namespace)
        try:
            self.classes.clear()  # the cell may define them anew
            told = self.candidates.run_cell(cell["source"], given)
            self.troubles.hear(cell, told)
            self.outputs[cell["id"]] = self.cleaned.clean(told.outputs)
        except CandidateLost as lost:
            cause = self.candidates.bury(lost)
            self.troubles.lost(cell, cause.outcome, cause.message)
            self.outputs[cell["id"]] = [lost_output(cause)]

    # ------------------------------------------------------------ the grade cells

    def _grade(self, cell: GradeCell) -> CellResult:
        self.patience.start_cell()
        self.troubles.quoting = False
        try:
            tests = self._collect(cell)
        except Problem as problem:
            title, outcome, why = "the tests of this cell", problem.outcome, problem.message
            return CellResult(
                cell.grade_id, cell.points, (Verdict(cell.grade_id, title, outcome, 0.0, cell.points, why),)
            )
        verdicts = []
        for number, share in enumerate(share_points(cell.points, [test.weight for test in tests])):
            try:
                self.patience.ask_about(tests[number].names & self.proxied or self.proxied or {cell.grade_id})
                self.patience.check()
                if self.candidates.alive() is not self.session_of_proxies:
                    # what the cell made of the former candidate's objects has died with it
                    tests = self._collect(cell)
                verdicts.append(self._verdict(tests[number], share))
            except (Problem, CandidateLost) as trouble:
                verdicts.append(tests[number].verdict(share, trouble.outcome, trouble.message))
        return CellResult(cell.grade_id, cell.points, tuple(verdicts))

    def _collect(self, cell: GradeCell) -> list[Test]:
        """Run the cell's top level and return its tests. Raises Problem if there are none to run."""
        try:
            self._bind_proxies(cell)
            return collect(cell, self.namespace, self.hidden_tests)
        except Problem:
            raise
        except CandidateLost as lost:
            cause = self.candidates.bury(lost)
            self.patience.lose(cause, self.limits.test_seconds)
            raise Problem(cause.outcome, cause.message) from None
        except BaseException as error:
            known = self.candidates.blame(error)
            missing = isinstance(error, NameError) and error.name in self.absent
            # what the student's code did not cause is the instructor's mistake, and costs no student anything
            outcome = known[0] if known else RAISED if missing else NOT_JUDGED
            raise Problem(outcome, self.troubles.explained(f"{type(error).__name__}: {error}")) from error

    def _verdict(self, test: Test, share: float) -> Verdict:
        session = self.candidates.alive()
        deadline = self.candidates.deadline(self.patience.test_seconds)
        verdict = run_test(test, share, session, deadline, self.troubles.explained)
        if session.lost is None:
            return verdict
        cause = self.candidates.bury(session.lost)
        self.patience.lose(cause, verdict.seconds)
        return replace(verdict, outcome=cause.outcome, message=cause.message, points=0.0)

    # ------------------------------------------------------------ names that the student defines

    def _bind_proxies(self, cell: GradeCell) -> None:
        """Put a proxy under every name that the cell wants and the student defines; the examiner's own names stay.

        Raises:
            CandidateLost: also if the candidate's answer makes no sense.
        """
        for name in self.proxied:
            self.namespace.pop(name, None)
        self.proxied.clear()
        session = self.candidates.alive()
        if session is not self.session_of_proxies:
            self.classes.clear()
        self.session_of_proxies = session
        session.deadline = self.candidates.deadline(self.limits.test_seconds)
        wanted = names_wanted(cell.source) - self.namespace.keys()
        unknown = wanted - self.classes.keys()
        found = dict(self._look(session, unknown)) if unknown else {}
        self.classes |= {name: proxy for name, proxy in found.items() if isinstance(proxy, type)}
        known = found | {name: self.classes[name] for name in wanted & self.classes.keys()}
        self.namespace.update(known)
        self.proxied.update(known)
        self.absent = wanted - self.proxied

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
        for name in wanted & found.keys():
            kind, *rest = found[name]
            if kind == "value":
                yield name, rest[0]
            elif isinstance(rest[0], Remote) and [type(part) for part in rest[1:]] == [list, list, list]:
                proxy, bases, methods, given = rest
                own = tuple(self.namespace[base] for base in bases if base in self.given)[:1]
                yield name, remote_class(session, name, handle_of(proxy), own, map(str, methods), map(str, given))


def prepare_cell(cell: Mapping[str, Any]) -> None:
    """In the zygote: compile a cell of the preamble or a grade cell, so that no child has to."""
    with contextlib.suppress(SyntaxError):  # it comes again where it can be told
        if is_test_cell(cell):
            compiled(cell["source"], cell["id"])
            names_wanted(cell["source"])
        else:
            _compiled_given(cell["source"], cell["id"])


@functools.cache
def _compiled_given(source: str, cell_id: str) -> types.CodeType:
    return compile(without_magics(source), f"<cell {cell_id}>", "exec")


@functools.cache
def names_wanted(source: str) -> frozenset[str]:
    """The global names that a cell reads and does not bind itself: what it wants from the cells before it.

    Only these are asked of the candidate. A local variable's name is none of its business, and a name that the
    cell imports or defines, or a builtin one, is never to be taken from there.
    """
    top = symtable.symtable(source, "<grade cell>", "exec")
    read: set[str] = set()
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    tables = [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                read.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                bound.add(symbol.get_name())
    return frozenset(read - bound - vars(builtins).keys())
