"""Making nbgrader grade with the judge: `nbgrader autograde`, formgrader's button and `NbGraderAPI.autograde`.

``install(c)`` is called from `nbgrader_config.py`. nbgrader's own chain opens a submission with nbformat, copies
whatever lies beside it, and gives up on what it cannot read, before any preprocessor could be swapped; so the
judge takes the place of `Autograde.start`, one step further out than the plan had it (docs/explanation.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from nbgrader.plugins import BasePlugin, LateSubmissionPlugin
from traitlets import Type
from traitlets.config import LoggingConfigurable

if TYPE_CHECKING:
    from nbgrader.converters.autograde import Autograde

    from nbjudge.outcome import Outcome
    from nbjudge.writer import LatePenalty

_left_alone: Final = ContextVar("_left_alone", default=False)


@contextmanager
def left_alone() -> Iterator[None]:
    """While the judge's own commands read the configuration: of nbgrader's converters they run none that grades.

    So there is nothing to replace in them, and no need to import them, which takes long.
    """
    before = _left_alone.set(True)
    try:
        yield
    finally:
        _left_alone.reset(before)


def install(c: Any) -> None:
    """Set up nbgrader's configuration ``c`` to grade, to give feedback and to export with the judge."""
    if not _left_alone.get():
        from nbgrader.converters.autograde import Autograde  # noqa: PLC0415 - see left_alone

        Autograde.start = start
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nbjudge.keep_secrets.KeepSecrets",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.GenerateFeedback.exporter_class = "nbjudge.pages.exporter.PageExporter"
    c.ExportApp.plugin_class = "nbjudge.export.FastExport"
    # Whatever students put into Markdown and outputs arrives as text, in feedback and in formgrader.
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {"markdown2html": "nbjudge.keep_secrets.markdown_to_safe_html"}


def start(self: Autograde) -> None:
    """What `nbgrader autograde` and formgrader call.

    Raises:
        NbGraderException: as nbgrader does, if nothing matches or the course is not ready; the log says why.
    """
    # the configuration is read by commands that grade nothing, too, such as exports
    from nbgrader.converters.base import NbGraderException  # noqa: PLC0415 - see above

    from nbjudge.grading import Grader  # noqa: PLC0415 - see above
    from nbjudge.settings import NbJudge  # noqa: PLC0415 - see above
    from nbjudge.trouble import GradingError  # noqa: PLC0415 - see above

    try:
        grader = Grader(self.coursedir, NbJudge(parent=self), late_penalty_of(self))
        outcomes = grader.grade(grader.submissions(), force=self.force, report=lambda outcome: _log(self, outcome))
        if not outcomes:
            raise GradingError(f"no submissions of {self.coursedir.assignment_id!r} were matched")
        if any(outcome.not_judged for outcome in outcomes):
            raise GradingError("some tests could not be judged; the log above says whose, the graded notebooks say why")
    except GradingError as error:
        self.log.error("%s", error)
        raise NbGraderException(str(error)) from error


class AssignLatePenalties(LoggingConfigurable):
    """What a course says of nbgrader's preprocessor of this name; traitlets goes by the name alone."""

    plugin_class = Type(LateSubmissionPlugin, klass=BasePlugin).tag(config=True)


def late_penalty_of(parent: Any) -> LatePenalty:
    """The late penalty that the course has configured for nbgrader."""
    configured = AssignLatePenalties(parent=parent)
    penalty: LatePenalty = configured.plugin_class(parent=configured).late_submission_penalty
    return penalty


def _log(converter: Autograde, outcome: Outcome) -> None:
    if outcome.notebooks is None:
        converter.log.info("%s is up to date", outcome.student)
        return
    for name, judged in outcome.notebooks.items():
        converter.log.info("%s: %s graded, %g points", outcome.student, name, judged.points)
    for note in outcome.odd:
        converter.log.warning("%s: %s", outcome.student, note)
    if outcome.not_judged:
        converter.log.error("%s: some tests could not be judged; see the graded notebook", outcome.student)
