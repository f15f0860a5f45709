"""What went wrong, told once for each cause: the verdicts of a notebook that failed for one reason, together.

Pure: verdicts in, causes out. Where a test has attached a diagnosis, its ``about`` and ``key`` say what belongs
together; where none has, the outcome and the first line of the message do. Tests that failed because a cell of the
student's was stopped, or does not compile, belong to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from nbjudge.diagnosis import Diagnosis
from nbjudge.verdicts import PASSED, WRONG, Verdict

UNREADABLE: Final = ("SyntaxError", "IndentationError", "TabError")
_OF_TEXT: Final = (
    ": in text that it runs"  # as nbjudge.candidate.shell words such an error where the cell itself is fine
)
# As nbjudge.examiner.troubles words its notes, and its traces; tests hold the two together.
_STOPPED: Final = re.compile(
    r"(?P<cell>the cell .+?) "
    r"(?P<what>ended with (?P<kind>\w+)|ran into its time limit of \S+ s|ran out of memory|ended its process)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_AT_LINE: Final = re.compile(r" at line (?P<number>\d+)(?: \((?P<code>.*?)\)(?=: |$))?(?:: (?P<words>.*))?", re.DOTALL)
_TRACE: Final = re.compile(r"^line (\d+), in (\w+): (.*)$", re.MULTILINE)
NOT_WRITTEN: Final = "not written yet"
_NOT_RUN: Final = "not run: "  # what the examiner says of tests after a loss


@dataclass(frozen=True)
class Line:
    """A line of the student's code: its number in their cell, and what stands there."""

    number: int
    code: str
    within: str = ""


@dataclass(frozen=True)
class Failed:
    """A test that failed: of which grade cell, its name, and what it asks."""

    grade_id: str
    name: str
    description: str


@dataclass
class Cause:
    """One thing that went wrong.

    Attributes:
        title: in a few words, may be empty; ``sentence``: what it is, for the student; ``details``: more, preformatted.
        outcome: of the first of its tests; empty where it is about none.
        points: what it cost in the tests.
        first: whether it comes before all others, as a cell that was stopped does.
        diagnosed: whether a test says what it is; ``perhaps``: whether it may be one that others are diagnosed with, as
            it is a wrong answer in none but their grade cells.
        section: the heading to read again.
        example, curve: as in a `Diagnosis`.
    """

    title: str
    sentence: str
    details: str = ""
    outcome: str = ""
    section: str = ""
    first: bool = False
    diagnosed: bool = False
    perhaps: bool = False
    example: tuple[tuple[str, str], ...] = ()
    curve: tuple[tuple[float, float, float], ...] = ()
    line: Line | None = None
    points: float = 0.0
    failed: list[Failed] = field(default_factory=list)

    @property
    def grade_ids(self) -> tuple[str, ...]:
        """The grade cells that it cost points in, or tests."""
        return tuple(dict.fromkeys(test.grade_id for test in self.failed))


def causes(verdicts: Iterable[tuple[str, Verdict]], notes: Iterable[str]) -> list[Cause]:
    """The causes, the gravest first.

    Args:
        verdicts: with the grade_id of their cells, in the notebook's order.
        notes: what was odd about the submission; cells that were stopped are causes.
    """
    found: dict[object, Cause] = {note: stopped for note in notes if (stopped := stopped_cell(note)) is not None}
    stopped_notes = tuple(str(note) for note in found)
    failed = [(grade_id, verdict) for grade_id, verdict in verdicts if verdict.outcome != PASSED]
    known = {_said(verdict): _diagnosed_as(verdict.diagnosis) for _, verdict in failed if verdict.diagnosis is not None}
    last: dict[str, object] = {}
    for grade_id, verdict in failed:
        key = _key(verdict, stopped_notes, known)
        if verdict.message.startswith(_NOT_RUN):
            key = last.get(verdict.outcome, key)
        cause = found.setdefault(key, _cause(verdict))
        _add(cause, grade_id, verdict)
        last[verdict.outcome] = key
    told = {name for cause in found.values() if cause.diagnosed for name in cause.grade_ids}
    for cause in found.values():
        cause.perhaps = not cause.diagnosed and cause.outcome == WRONG and told.issuperset(cause.grade_ids)
    return sorted(found.values(), key=lambda cause: (not cause.first, cause.perhaps, -cause.points))


def stopped_cell(note: str) -> Cause | None:
    """The cause that a note is about, if it is about a cell that did not end well."""
    stopped = _STOPPED.match(note)
    if stopped is None:
        return None
    cell, kind, rest = stopped["cell"], stopped["kind"], stopped["rest"]
    at = _AT_LINE.match(rest)
    line = Line(int(at["number"]), at["code"] or "") if at is not None else None
    words = f": {at['words']}" if at is not None and at["words"] else ""
    if kind in UNREADABLE and not words.startswith(_OF_TEXT):
        sentence = f"Python cannot read this cell{words}. Nothing in it was run, so whatever needs it fails."
        return Cause(_capital(f"{cell} is not valid Python"), sentence, first=True, line=line)
    if at is None:
        return Cause(_capital(f"{cell} was stopped"), f"{_capital(note)}.", first=True)
    happened = f"It raised {kind}{words}." if kind else f"It {stopped['what']}."
    sentence = f"{happened} What the cell defines before that is there; what comes after it is not."
    return Cause(_capital(f"{cell} was stopped"), sentence, first=True, line=line)


def _key(verdict: Verdict, notes: Iterable[str], known: Mapping[object, object]) -> object:
    """What verdicts of one cause have in common. ``known``: what those with a diagnosis say, to that."""
    if verdict.diagnosis is not None:
        return _diagnosed_as(verdict.diagnosis)
    for note in notes:
        if note in verdict.message:
            return note
    return known.get(_said(verdict), _said(verdict))


def _said(verdict: Verdict) -> object:
    return verdict.outcome, _first_line(verdict.message)


def _diagnosed_as(diagnosis: Diagnosis) -> object:
    return "diagnosis", *diagnosis.cause


def _cause(verdict: Verdict) -> Cause:
    """The cause of one verdict, to which others may belong."""
    if verdict.diagnosis is not None:
        return _diagnosed(verdict.diagnosis, verdict)
    if verdict.message == NOT_WRITTEN:
        return Cause(
            "Not written yet", "It raises NotImplementedError, as it did when you got it: nothing is there to test."
        )
    first, rest = _first_line(verdict.message), verdict.message.partition("\n")[2]
    line = _line(verdict.message)
    details = "\n".join(one for one in rest.splitlines() if not _TRACE.fullmatch(one))
    return Cause("", first, details, outcome=verdict.outcome, line=line)


def _diagnosed(diagnosis: Diagnosis, verdict: Verdict) -> Cause:
    return Cause(
        diagnosis.about,
        _sentence(diagnosis.sentence),
        outcome=verdict.outcome,
        section=diagnosis.section,
        diagnosed=True,
        example=diagnosis.example,
        curve=diagnosis.curve,
        line=_line(verdict.message),
    )


def _add(cause: Cause, grade_id: str, verdict: Verdict) -> None:
    """Count a test to a cause; it may have the example or the picture that others lack."""
    cause.points += verdict.max_points - verdict.points
    cause.failed.append(Failed(grade_id, verdict.test, verdict.description or verdict.test))
    if verdict.diagnosis is not None:
        cause.example = cause.example or verdict.diagnosis.example
        cause.curve = max(cause.curve, verdict.diagnosis.curve, key=len)
        cause.section = cause.section or verdict.diagnosis.section


def _line(message: str) -> Line | None:
    """The innermost line of the student's code that a message names."""
    places = list(_TRACE.finditer(message))
    return Line(int(places[-1][1]), places[-1][3], places[-1][2]) if places else None


def _first_line(message: str) -> str:
    return message.partition("\n")[0]


def _sentence(text: str) -> str:
    """With a capital, but where it begins with code, and a full stop."""
    begin, ended = text.partition(" ")[0], text.endswith((".", "?", "!", ":"))
    return (_capital(text) if begin.isalpha() else text) + ("" if ended else ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
