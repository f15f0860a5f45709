"""nbgrader's own settings, and what the judge makes of each: none is passed over in silence.

Data, in one table. A test compares names and defaults with nbgrader's, another the table in docs/judge/reference.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final, Literal

import traitlets
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, LoggingConfigurable

from nbjudge.course.errors import GradingError

Verdict = Literal["honoured", "no matter", "told", "refused"]

ANY: Final = object()
"""In place of a default: whatever the configuration says counts as said."""


@dataclass(frozen=True)
class Settings:
    """Some settings of one of nbgrader's classes, of which the same is to be said.

    Attributes:
        names: to nbgrader's defaults; a tuple stands for classes by their names. Only of what is told or refused.
        what: why, or what to do.
    """

    section: str
    verdict: Verdict
    what: str
    names: Mapping[str, Any]


def _said(section: str, verdict: Verdict, what: str, *names: str, **defaults: Any) -> Settings:
    return Settings(section, verdict, what, dict.fromkeys(names) | defaults)


_STEPS: Final = "remove it: the judge has steps of its own; run what is yours before or after it"
_HOOK: Final = "remove it, and run it before or after `nbjudge autograde`: the judge calls no hooks"
_RELEASED: Final = "remove it: the judge takes it that the release came of this step"
_ALWAYS: Final = "this is done always"
_CLIENT: Final = "the judge starts no kernel; its limits are c.NbJudge's"

NBGRADERS: Final[tuple[Settings, ...]] = (
    _said("CourseDirectory", "honoured", "as nbgrader does", "assignment_id", "course_id", "db_url", "groupshared",
          "ignore", "root", "student_id", "student_id_exclude", "source_directory", "release_directory",
          "submitted_directory", "autograded_directory", "feedback_directory"),
    _said("CourseDirectory", "no matter", "the exchange's, or of other commands", "include", "max_file_size",
          "max_dir_size", "solution_directory", "source_with_tests_directory"),
    _said("CourseDirectory", "refused", "leave it (and --notebook) out, unless it means all: an assignment's notebooks "
          "are graded together, and what is up to date costs nothing", notebook_id="*"),
    _said("CourseDirectory", "refused", "keep nbgrader's own structure; the folders' names are free",
          directory_structure="{nbgrader_step}/{student_id}/{assignment_id}"),
    _said("Autograde", "honoured", "as nbgrader does", "force", "permissions"),
    _said("Autograde", "refused", _HOOK, pre_convert_hook=None, post_convert_hook=None),
    _said("Autograde", "refused", _STEPS, exporter_class=("NotebookExporter",),
          sanitize_preprocessors=("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells",
                                  "CheckCellMetadata"),
          autograde_preprocessors=("Execute", "IgnorePattern", "ClearMetadataPreprocessor", "LimitOutput",
                                   "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")),
    _said("Autograde", "refused", "remove it: whoever has a folder in submitted/ is graded, and added to the gradebook",
          create_student=True),
    _said("Autograde", "refused", "remove it: a student's own versions of files are not used in grading",
          exclude_overwriting={}),
    _said("GenerateAssignment", "no matter", "of the release alone", "create_assignment", "exporter_class", "force",
          "no_database", "permissions", "pre_convert_hook", "post_convert_hook"),
    _said("GenerateAssignment", "refused", "remove it, and change the notebooks in source/: by these the judge grades, "
          "as nbgrader's own steps release them",
          preprocessors=("IncludeHeaderFooter", "InstantiateTests", "LockCells", "ClearSolutions", "ClearOutput",
                         "CheckCellMetadata", "ComputeChecksums", "SaveCells", "ClearHiddenTests", "ClearMarkScheme",
                         "ComputeChecksums", "CheckCellMetadata")),
    _said("NotebookExporter", "no matter", "of the file's form alone", "default_preprocessors", "enabled",
          "file_extension", "nbformat_version", "optimistic_validation"),
    _said("NotebookExporter", "refused", _STEPS, preprocessors=()),
    # the steps of a release
    _said("IncludeHeaderFooter", "honoured", "as nbgrader does", "enabled", "header", "footer"),
    _said("InstantiateTests", "no matter", "AUTOTEST directives are to be written out before grading",
          "autotest_filename", "hashed_delimiter", "use_salt", "enforce_metadata", "comment_strs", "sanitizers"),
    _said("InstantiateTests", "refused", "remove it: the judge knows AUTOTEST directives by that word alone",
          autotest_delimiter="AUTOTEST", enabled=True),
    _said("LockCells", "no matter", "what students may edit in JupyterLab; a locked cell is the instructor's always",
          "enabled", "lock_all_cells", "lock_grade_cells", "lock_readonly_cells", "lock_solution_cells"),
    _said("ClearSolutions", "honoured", "as nbgrader does", "begin_solution_delimeter", "end_solution_delimeter",
          "code_stub", "text_stub", "enforce_metadata"),
    _said("ClearHiddenTests", "honoured", "as nbgrader does", "begin_test_delimeter", "end_test_delimeter",
          "enforce_metadata"),
    _said("ClearMarkScheme", "honoured", "as nbgrader does", "begin_mark_scheme_delimeter",
          "end_mark_scheme_delimeter", "enforce_metadata"),
    _said("ClearMarkScheme", "no matter", "of the release alone", "check_attachment_leakage"),
    *(_said(step, "refused", _RELEASED, enabled=True)
      for step in ("ClearSolutions", "ClearHiddenTests", "ClearMarkScheme", "SaveCells")),
    _said("ComputeChecksums", "told", "the judge goes by texts, and makes checksums itself", enabled=True),
    # the steps of grading
    _said("ClearOutput", "no matter", "of a submission only texts are used", "enabled", "remove_metadata_fields"),
    _said("DeduplicateIds", "told", _ALWAYS, enabled=True),
    _said("OverwriteKernelspec", "told", _ALWAYS, enabled=True),
    _said("CheckCellMetadata", "told", _ALWAYS, enabled=True),
    _said("OverwriteCells", "refused", "remove it: locked cells are the instructor's always", enabled=True),
    _said("OverwriteCells", "honoured", "missing cells are put back always", "add_missing_cells"),
    _said("OverwriteCells", "told", "the graded notebook's notes tell of missing cells, and no cell does",
          missing_cell_notification=ANY),
    _said("Execute", "refused", "remove it: tests are run always", enabled=True),
    _said("Execute", "refused", "tag the cells skip-execution", skip_cells_with_tag="skip-execution"),
    _said("Execute", "told", "say c.NbJudge.test_seconds and c.NbJudge.cell_seconds", timeout=30, timeout_func=None),
    _said("Execute", "told", "cells run in the Python that the judge is installed in", kernel_name="",
          kernel_manager_class=ANY, extra_arguments=[]),
    _said("Execute", "told", _CLIENT, allow_error_names=[], error_on_timeout=ANY, execute_retries=0,
          force_raise_errors=False, interrupt_on_timeout=True, iopub_timeout=4, ipython_hist_file=":memory:",
          on_cell_complete=None, on_cell_error=None, on_cell_execute=None, on_cell_start=None,
          on_notebook_complete=None, on_notebook_error=None, on_notebook_start=None, raise_on_iopub_timeout=True,
          record_timing=True, shell_timeout_interval=5, shutdown_kernel="graceful", startup_timeout=60,
          store_widget_state=True),
    _said("IgnorePattern", "told", "what a cell writes to stderr costs no points apart, and all of them beside",
          enabled=False, pattern=""),
    _said("ClearMetadataPreprocessor", "told", "a graded notebook has the source's metadata", clear_cell_metadata=True,
          clear_notebook_metadata=True, enabled=False, preserve_cell_metadata_mask=set(),
          preserve_nb_metadata_mask={("language_info", "name")}),
    _said("ClearMetadataPreprocessor", "no matter", "of pages alone", "default_language", "display_data_priority"),
    _said("LimitOutput", "told", "the judge's limits are c.NbJudge's", enabled=True, max_lines=1000, max_traceback=100),
    _said("SaveAutoGrades", "refused", "remove it: grading is for the gradebook", enabled=True),
    _said("AssignLatePenalties", "honoured", "as nbgrader does", "plugin_class"),
    _said("AssignLatePenalties", "refused", "remove it; without a plug-in of yours nothing is taken off", enabled=True),
)  # fmt: skip

# In which sections of a configuration nbgrader looks besides, those that count most last.
_STEP: Final = ("NbConvertBase", "Preprocessor", "NbGraderPreprocessor")
_ABOVE: Final[Mapping[str, tuple[str, ...]]] = {
    "Autograde": ("BaseConverter",),
    "GenerateAssignment": ("BaseConverter",),
    "NotebookExporter": ("Exporter",),
    "ClearOutput": ("NbConvertBase", "Preprocessor", "ClearOutputPreprocessor", "NbGraderPreprocessor"),
    "ClearMetadataPreprocessor": ("NbConvertBase", "Preprocessor"),
    "Execute": ("NotebookClient", "NbConvertBase", "Preprocessor", "ExecutePreprocessor", "NbGraderPreprocessor"),
}


def check_nbgraders(coursedir: CourseDirectory, parent: Any, notebooks: Collection[str] = ()) -> list[str]:
    """What the instructor should be told of nbgrader's settings, a sentence each.

    Args:
        parent: whatever has the course's configuration.
        notebooks: of the assignment; a pattern that fits them all leaves none out.

    Raises:
        GradingError: naming all that are set and that the judge would have to ignore.
    """
    all_meant = bool(notebooks) and all(fnmatchcase(name, coursedir.notebook_id) for name in notebooks)
    said = [
        (verdict, text) for name, verdict, text in _set(coursedir, parent) if name != "notebook_id" or not all_meant
    ]
    refused = [sentence for verdict, sentence in said if verdict == "refused"]
    if refused:
        raise GradingError("\n".join(f"nbgrader_config.py: {sentence}" for sentence in refused))
    return [sentence for _, sentence in said]


def configured(section: str, parent: Any) -> LoggingConfigurable:
    """One of nbgrader's classes with what the configuration says, and nbgrader's defaults as far as they are known.

    Traitlets goes by a class's name alone; nbgrader's own classes of these names import all of nbconvert.
    """
    rows = [row for row in NBGRADERS if row.section == section]
    traits = {name: _trait(default) for row in rows for name, default in row.names.items()}
    cls: Any = LoggingConfigurable
    for name in _above(section):
        cls = type(name, (cls,), {})
    made: LoggingConfigurable = type(section, (cls,), traits)(parent=parent)
    return made


def _above(section: str) -> tuple[str, ...]:
    return _ABOVE.get(section, _STEP)


def _sections(config: Config) -> Iterator[str]:
    """All that a configuration names, in whatever it is nested: making a class takes a tenth of a millisecond."""
    for name, part in config.items():
        if isinstance(part, Config):
            yield name
            yield from _sections(part)


def _trait(default: Any) -> Any:
    # a list, so that what a configuration appends to it is seen
    return traitlets.Any(list(default) if isinstance(default, tuple) else default).tag(config=True)


def _set(coursedir: CourseDirectory, parent: Any) -> Iterator[tuple[str, Verdict, str]]:
    """What is set to something else than nbgrader's default, of what is told or refused: name, verdict, words."""
    instances: dict[str, Any] = {"CourseDirectory": coursedir}  # the command line's options are in it
    named = {"CourseDirectory", *_sections(parent.config)}
    for row in NBGRADERS:
        if row.verdict not in ("told", "refused") or named.isdisjoint({row.section, *_above(row.section)}):
            continue
        if row.section not in instances:
            instances[row.section] = configured(row.section, parent)
        for name, default in row.names.items():
            value = getattr(instances[row.section], name)
            if not _is_default(value, default):
                effect = "has no effect on grading" if row.verdict == "told" else "is not for the judge"
                yield name, row.verdict, f"c.{row.section}.{name} = {repr(value)[:60]} {effect}: {row.what}"


def _is_default(value: Any, default: Any) -> bool:
    if isinstance(default, tuple):
        return tuple(_class_names(value if isinstance(value, list | tuple) else [value])) == default
    return value is default or bool(value == default)


def _class_names(classes: Iterable[Any]) -> Iterator[str]:
    for one in classes:
        yield one.rpartition(".")[2] if isinstance(one, str) else getattr(one, "__name__", type(one).__name__)
