"""The examiner: runs the grade cells against a candidate in another process, and keeps the verdicts.

It runs the preamble (the given cells before the first solution cell) natively, as the candidate does. Which other
names of a grade cell are its own, and which the student's, ``names.py`` says. Grade cells that cannot be judged so are
run in candidates of their own (``beside.py``).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nbjudge.alarm import Alarm, TimeUp
from nbjudge.examiner.background import Background
from nbjudge.examiner.beside import run_alone, run_natively
from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.examiner.conversation.questions import Questions
from nbjudge.examiner.conversation.session import Session
from nbjudge.examiner.grade_cells import (
    GradeCell,
    Problem,
    Test,
    collect,
    compiled,
    test_functions,
    whole_cell,
)
from nbjudge.examiner.names import Names, compiled_given, statements
from nbjudge.examiner.patience import Patience
from nbjudge.examiner.replacement import Candidates, NextCandidate
from nbjudge.examiner.running import LATER, run_test
from nbjudge.examiner.settling import settled
from nbjudge.examiner.troubles import Troubles
from nbjudge.limits import Limits
from nbjudge.notebooks.cells import in_preamble, is_skipped, is_test_cell, without_magics
from nbjudge.notebooks.names import names_bound, names_wanted
from nbjudge.notebooks.regions import NBGRADERS, Region
from nbjudge.outputs import Outputs, lost_output
from nbjudge.stands import BESIDE, NOWHERE, Stand, Where
from nbjudge.verdicts import NOT_JUDGED, RAISED, TIME_LIMIT, WRONG, CellResult, Verdict, share_points

STUCK: Final = "the tests ran into their time limit, in something that cannot be interrupted"


@dataclass(frozen=True)
class Rules:
    """What is the same in every exam of an assignment.

    Attributes:
        hidden_tests: between which lines of a grade cell hidden tests stand.
        background: what is known of the source.
        stands: grade_id to where the cell is judged; apart, if nothing is said.
        everywhere: where all are judged, whatever is said.
        until_lost: whether a grade cell is left once it has lost points other than by a time limit.
    """

    limits: Limits
    hidden_tests: Region = NBGRADERS.hidden_tests
    background: Background = field(default_factory=Background)
    stands: Mapping[str, Stand] = field(default_factory=dict)
    everywhere: Where | None = None
    until_lost: bool = False

    def stand_of(self, cell: Mapping[str, Any]) -> Stand:
        """Where a grade cell is judged."""
        if self.everywhere is not None:
            return Stand(self.everywhere)
        return self.stands.get(cell["metadata"]["nbgrader"]["grade_id"], Stand())


class Exam:
    """One submission's exam.

    Args:
        cells: the code cells of the rebuilt notebook (nbformat 4.5).
        next_candidate: where candidates come from.
        beside: the names of what was handed in beside the notebook.
        stuck: ids of grade cells of which it is known that they do not end, and cannot be interrupted: not run.

    Attributes:
        tell: told the id of each grade cell that is run.
        outputs: by cell id, of the cells that were run and hold no tests.
        troubles: the cells that did not end well.
    """

    def __init__(
        self,
        cells: Sequence[Mapping[str, Any]],
        rules: Rules,
        next_candidate: NextCandidate,
        beside: Sequence[str] = (),
        stuck: Collection[str] = (),
    ) -> None:
        self.cells, self.stuck = cells, stuck
        self.tell: Callable[[str], None] = lambda _: None
        self.rules = rules
        self.limits = rules.limits
        self.candidates = Candidates(rules.limits, next_candidate, Questions(rules.background.classes))
        self.outputs: dict[str, list[Any]] = {}
        self.troubles = Troubles(rules.limits, beside)
        self.patience = Patience(rules.limits)
        self.cleaned = Outputs(rules.limits)
        self.names = Names(rules.background)
        self.session_of_proxies: Session | None = None
        self.alarm = Alarm()
        self._earlier: list[GradeCell] = []

    def sit(self) -> list[CellResult]:
        """Go through the notebook from top to bottom; return the results of its grade cells in order."""
        with self.alarm:
            return self._sit()

    def _sit(self) -> list[CellResult]:
        results: dict[str, CellResult | None] = {}
        for cell, given in in_preamble(self.cells):
            if is_test_cell(cell):
                results[cell["id"]] = self._tested(cell)
            elif not is_skipped(cell):
                self._run(cell, given=given)
        return [self._settled(cell, results[cell["id"]]) for cell in self.cells if is_test_cell(cell)]

    def _run(self, cell: Mapping[str, Any], *, given: bool) -> None:
        self._define_for(cell["source"], runs_there=True)
        if given:
            self.names.run_given(cell["source"], cell["id"])
        try:
            told = self.candidates.run_cell(cell["source"], given or self.names.is_instructors(cell))
            self.troubles.hear(cell, told)
            self.outputs[cell["id"]] = self.cleaned.clean(told.outputs)
        except CandidateLost as lost:
            cause = self.candidates.bury(lost)
            self.troubles.lost(cell, cause.outcome, cause.message)
            self.outputs[cell["id"]] = [lost_output(cause.outcome, cause.message)]
        if not given:
            self.names.after_cell(cell)

    def _define_for(self, source: str, *, runs_there: bool) -> None:
        """Run in the candidate what students have of the grade cells whose names a later cell uses.

        And of those whose names it binds anew, if it runs there: run later they would put the old values back.
        """
        for cell in [cell for cell in self._earlier if _meets(source, cell, runs_there)]:
            self._earlier.remove(cell)
            with contextlib.suppress(CandidateLost):
                self.candidates.run_cell(self.rules.background.released.get(cell.id, ""), False)

    # ------------------------------------------------------------ the grade cells

    def _tested(self, cell: Mapping[str, Any]) -> CellResult | None:
        """The result of a grade cell; None for one that is judged beside and hides something: that is run alone."""
        grade_cell, stand = GradeCell.from_dict(cell), self.rules.stand_of(cell)
        self._define_for(grade_cell.source, runs_there=stand.where == BESIDE)
        self.troubles.quoting = False
        if cell["id"] in self.stuck:
            return CellResult(grade_cell.grade_id, grade_cell.points, (grade_cell.verdict(TIME_LIMIT, STUCK),))
        self.tell(cell["id"])
        if stand.where == NOWHERE:
            why = "it can only be judged beside the student's code, which this course does not allow"
            return CellResult(grade_cell.grade_id, grade_cell.points, (grade_cell.verdict(NOT_JUDGED, why),))
        if stand.where != BESIDE:
            questions = self.candidates.questions
            questions.start_cell(grade_cell.file, stand.asked)
            if questions.learning and self.session_of_proxies is not None:
                self.session_of_proxies.tracker.catch_up()  # with what the tests before have changed
            result = self._grade(grade_cell)
            if self.session_of_proxies is not None:
                self.session_of_proxies.note_copies()
            self.names.after_tests(grade_cell.source)
            self._earlier.append(grade_cell)
            refused, met = tuple(questions.refused), tuple(questions.met)
            return replace(result, asked=frozenset(questions.asked), refused=refused, met=met)
        if self.rules.background.released.get(grade_cell.id) == grade_cell.text:
            return run_natively(grade_cell, self.candidates, self.rules.hidden_tests)
        self._earlier.append(grade_cell)
        return None

    def _settled(self, tested: Mapping[str, Any], apart: CellResult | None) -> CellResult:
        cell = GradeCell.from_dict(tested)

        def run_beside() -> CellResult:
            released, hidden_tests = self.rules.background.released, self.rules.hidden_tests
            return run_alone(cell, self.cells, self.candidates, released, hidden_tests)

        return settled(cell, apart, run_beside, both=self.rules.stand_of(tested).both)

    def _grade(self, cell: GradeCell) -> CellResult:
        self.patience.start_cell()
        try:
            tests = self._collect(cell)
        except Problem as problem:
            return CellResult(cell.grade_id, cell.points, (cell.verdict(problem.outcome, problem.message),))
        verdicts = []
        for number, share in enumerate(share_points(cell.points, [test.weight for test in tests])):
            if not tests[number].weight and not self.candidates.questions.is_trial:
                continue  # an example, which could change nothing: without them a right submission takes a tenth less
            try:
                self.patience.ask_about(
                    tests[number].names & self.names.proxied or self.names.proxied or {cell.grade_id}
                )
                self.patience.check()
                if self.candidates.alive() is not self.session_of_proxies:
                    # what the cell made of the former candidate's objects has died with it
                    tests = self._collect(cell)
                verdicts.append(self._verdict(tests[number], share))
            except (Problem, CandidateLost) as trouble:
                verdicts.append(tests[number].verdict(share, trouble.outcome, trouble.message))
            if self.rules.until_lost and verdicts[-1].points < share and verdicts[-1].outcome != TIME_LIMIT:
                break
        return CellResult(cell.grade_id, cell.points, tuple(verdicts))

    def _collect(self, cell: GradeCell) -> list[Test]:
        """Run the cell's top level and return its tests. Raises Problem if there are none to run."""
        try:
            session = self.session_of_proxies = self.candidates.alive()
            session.deadline = self.candidates.deadline(self.limits.test_seconds)
            with self.alarm.within(max(0.0, session.deadline - time.monotonic()) + LATER):
                self.names.bind(cell.source, session)
                return collect(cell, self.names.namespace, self.rules.hidden_tests, self.candidates.questions)
        except Problem:
            raise
        except CandidateLost as lost:
            cause = self.candidates.bury(lost)
            self.patience.lose(cause, self.limits.test_seconds)
            raise Problem(cause.outcome, cause.message) from None
        except TimeUp:
            cause = self.candidates.bury(session.lose(TIME_LIMIT, "the tests ran into their time limit"))
            self.patience.lose(cause, self.limits.test_seconds)
            raise Problem(cause.outcome, cause.message) from None
        except BaseException as error:
            raise Problem(self._outcome(error), self.troubles.explained(f"{type(error).__name__}: {error}")) from error

    def _outcome(self, error: BaseException) -> str:
        """What the top level's exception is to a cell: the instructor's mistake costs no student anything."""
        known = self.candidates.blame(error)
        if known is not None:
            return known[0]
        if isinstance(error, AssertionError):
            return WRONG
        missing = isinstance(error, NameError) and error.name in self.names.absent
        return RAISED if missing else NOT_JUDGED

    def _verdict(self, test: Test, share: float) -> Verdict:
        session = self.candidates.alive()
        deadline = self.candidates.deadline(self.patience.test_seconds)
        verdict = run_test(test, share, session, deadline, self.alarm, self.troubles.explained)
        if session.lost is None:
            return verdict
        cause = self.candidates.bury(session.lost)
        self.patience.lose(cause, verdict.seconds)
        return replace(verdict, outcome=cause.outcome, message=cause.message, points=0.0)


def _meets(source: str, cell: GradeCell, runs_there: bool) -> bool:
    """Whether a cell uses names that a grade cell binds, or, if it runs where that would, binds some of them."""
    try:
        bound = names_bound(cell.source)
        if not any(name in source for name in bound):
            return False
        return not bound.isdisjoint(names_wanted(source) | (names_bound(source) if runs_there else frozenset()))
    except (SyntaxError, ValueError):
        return False


def prepare_cell(cell: Mapping[str, Any]) -> None:
    """In the zygote: compile a cell of the instructor's, so that no child has to."""
    source, cell_id = without_magics(cell["source"]), cell["id"]
    with contextlib.suppress(SyntaxError, ValueError):  # it comes again where it can be told
        if not is_test_cell(cell):
            compiled_given(source, cell_id)
            statements(source, cell_id)
            return
        (compiled if test_functions(source) else whole_cell)(source, cell_id)
        names_wanted(source)
