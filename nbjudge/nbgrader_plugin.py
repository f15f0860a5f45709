"""Making nbgrader grade with the judge: `nbgrader autograde`, formgrader's button and `NbGraderAPI.autograde`.

And have `nbgrader generate_assignment` say what `nbjudge check` says.

``install(c)`` is called from `nbgrader_config.py`. nbgrader's own chain opens a submission with nbformat, copies
whatever lies beside it, and gives up on what it cannot read, before any preprocessor could be swapped; so the
judge takes the place of `Autograde.start`, one step further out than the plan had it (docs/judge/explanation.md).
"""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from traitlets import Type
from traitlets.config import LoggingConfigurable

from nbjudge.course.left_alone import is_left_alone

if TYPE_CHECKING:
    from nbgrader.converters.autograde import Autograde
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.converters.generate_feedback import GenerateFeedback

    from nbjudge.gradebook.recording import LatePenalty
    from nbjudge.scores import Scores

_BUTTONS: Final = "nbgrader.server_extensions.formgrader.apihandlers"
_TEMPLATES: Final = Path(__file__).parent / "feedback" / "templates"


def install(c: Any) -> None:
    """Set up nbgrader's configuration ``c`` to grade, to give feedback and to export with the judge."""
    if not is_left_alone():
        from nbgrader.converters.autograde import Autograde  # noqa: PLC0415 - see left_alone
        from nbgrader.converters.generate_assignment import GenerateAssignment  # noqa: PLC0415 - likewise
        from nbgrader.converters.generate_feedback import GenerateFeedback  # noqa: PLC0415 - likewise

        _replace_start(Autograde, start)
        _replace_start(GenerateAssignment, release)
        GenerateFeedback.init_notebooks = init_notebooks
        if _BUTTONS in sys.modules:  # as in formgrader's server
            from nbjudge.course.formgrader_button import replace_button  # noqa: PLC0415 - no other command needs it

            replace_button(sys.modules[_BUTTONS])
    c.GenerateFeedback.preprocessors = [
        "nbjudge.feedback.grades.AllGrades",
        "nbjudge.feedback.telling.preprocessors.TellTheStudent",
        "nbjudge.feedback.keep_secrets.KeepSecrets",
    ]
    c.GenerateFeedback.exporter_class = "nbjudge.feedback.exporter.PageExporter"
    # What nbgrader sets of templates it sets for HTMLExporter: feedback's own exporter is a kind of it, and goes first.
    c.PageExporter.template_name = "nbjudge"
    c.PageExporter.template_file = "index.html.j2"
    c.PageExporter.extra_template_basedirs = [str(_TEMPLATES)]
    c.PageExporter.preprocessors = ["nbjudge.feedback.harmless.preparing.PrepareForReaders"]
    # For formgrader a template that extends nbgrader's own, which goes by the name of index.html.j2 there.
    c.HTMLExporter.template_file = "formgrade_with_causes.html.j2"
    c.HTMLExporter.extra_template_paths = [str(_TEMPLATES / "formgrader"), str(_TEMPLATES / "nbjudge")]
    c.ExportApp.plugin_class = "nbjudge.gradebook.export.FastExport"
    # Whatever students wrote comes out as harmless HTML, in bounded time, in feedback and in formgrader.
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.preprocessors = [
        "nbjudge.feedback.harmless.preparing.PrepareForReaders",
        "nbjudge.feedback.telling.preprocessors.TellTheInstructor",
    ]
    c.HTMLExporter.filters = {
        "markdown2html": "nbjudge.feedback.harmless.filters.markdown2html",
        "strip_files_prefix": "nbjudge.feedback.harmless.filters.strip_files_prefix",
        "clean_html": "nbjudge.feedback.harmless.filters.clean_html",
        "ansi2html": "nbjudge.feedback.harmless.filters.ansi2html",
        "e": "nbjudge.feedback.harmless.filters.escaped",
        "highlight_code": "nbjudge.feedback.harmless.filters.HighlightCode",
    }


def _replace_start(converter: Any, ours: Any) -> None:
    """Put our function in the place of a converter's own, which stays at hand as ``stock_start``."""
    if converter.start is not ours:
        converter.stock_start = converter.start
        converter.start = ours


def start(self: Autograde) -> None:
    """What `nbgrader autograde` and formgrader call. Assignments that are not the judge's are graded by nbgrader.

    Raises:
        NbGraderException: as nbgrader does, if nothing matches or the course is not ready; the log says why.
    """
    # the configuration is read by commands that grade nothing, too, such as exports
    from nbgrader.converters.base import NbGraderException  # noqa: PLC0415 - see above

    from nbjudge.course.errors import GradingError  # noqa: PLC0415 - see above
    from nbjudge.course.settings import NbJudge  # noqa: PLC0415 - see above
    from nbjudge.grading.grader import Grader  # noqa: PLC0415 - see above

    settings = NbJudge(parent=self)
    if not settings.grades(self.coursedir.assignment_id):
        self.stock_start()
        return
    try:
        grader = Grader(self.coursedir, settings, late_penalty_of(self))
        graded = grader.grade(
            grader.submissions(),
            force=self.force,
            report=lambda scores: _log(self, scores),
            tell=lambda sentence: self.log.warning("%s", sentence),
        )
        if not graded:
            raise GradingError(f"no submissions of {self.coursedir.assignment_id!r} were matched")
        if any(scores.not_judged for scores in graded):
            raise GradingError("some tests could not be judged; the log above says whose, the graded notebooks say why")
    except GradingError as error:
        self.log.error("%s", error)
        raise NbGraderException(str(error)) from error


def release(self: GenerateAssignment) -> None:
    """What `nbgrader generate_assignment` and formgrader call: nbgrader's own, and then what is wrong with it.

    Whatever becomes of checking, the release is made.
    """
    self.stock_start()
    from nbjudge.course.settings import NbJudge  # noqa: PLC0415 - as in `start`
    from nbjudge.grading.checking import check  # noqa: PLC0415 - likewise
    from nbjudge.processes.warm_set import WarmSet  # noqa: PLC0415 - likewise

    name = self.coursedir.assignment_id
    try:
        settings = NbJudge(parent=self)
        if not settings.grades(name):
            return
        with WarmSet() as warm:
            checked = check(self.coursedir, settings, warm, anew=False)
    except Exception as error:  # the release is there, and this is only about it
        self.log.warning("nbjudge could not check %s: %s", name, error)
        return
    for fault in checked.wrong:
        self.log.warning("nbjudge: %s", fault.text)
    beside = checked.cells - checked.apart
    self.log.info(
        "nbjudge: %d of %d grade cells of %s are judged apart from the student's code%s",
        checked.apart, checked.cells, name, "; `nbjudge check` says why the others are not" if beside else "",
    )  # fmt: skip


def init_notebooks(self: GenerateFeedback) -> None:
    """What nbgrader calls to find graded notebooks. It takes each name for a pattern, and finds those of others."""
    from nbgrader.converters.base import BaseConverter  # noqa: PLC0415 - see above

    course = self.coursedir
    folder = course.format_path(self._input_directory, course.student_id, course.assignment_id)
    found = glob.glob(os.path.join(glob.escape(folder), f"{course.notebook_id}.ipynb"))
    if course.student_id != "*" and found:
        self.notebooks, self.assignments = [], {folder: found}
    else:
        BaseConverter.init_notebooks(self)


def late_penalty_of(parent: Any) -> LatePenalty:
    """The late penalty that the course has configured for nbgrader."""
    from nbgrader.plugins import BasePlugin, LateSubmissionPlugin  # noqa: PLC0415 - it takes SQLAlchemy, see `start`

    class AssignLatePenalties(LoggingConfigurable):
        """What a course says of nbgrader's preprocessor of this name; traitlets goes by the name alone."""

        plugin_class = Type(LateSubmissionPlugin, klass=BasePlugin).tag(config=True)

    configured = AssignLatePenalties(parent=parent)
    penalty: LatePenalty = configured.plugin_class(parent=configured).late_submission_penalty
    return penalty


def _log(converter: Autograde, scores: Scores) -> None:
    if scores.notebooks is None:
        converter.log.info("%s is up to date", scores.student)
        return
    for name, notebook in scores.notebooks.items():
        converter.log.info("%s: %s graded, %g points", scores.student, name, notebook.points)
    for note in scores.worth_a_look:
        converter.log.warning("%s: %s", scores.student, note)
    if scores.not_judged:
        converter.log.error("%s: some tests could not be judged; see the graded notebook", scores.student)
