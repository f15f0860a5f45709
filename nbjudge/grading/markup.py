"""How the course marks solutions and hidden tests: nbgrader's settings of the steps that make a release.

Traitlets goes by a class's name alone, so that classes of these names read what stands in `nbgrader_config.py` for
nbgrader's own, which import all of nbconvert. Names and defaults are theirs, and a test compares them.
"""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, Unicode, Union
from traitlets.config import LoggingConfigurable

from nbjudge.course.errors import GradingError
from nbjudge.notebooks.regions import CODE_STUBS, NBGRADERS, TEXT_STUB, Markup, Region


class _Step(LoggingConfigurable):
    enabled = Bool(True).tag(config=True)  # another value is refused, see nbjudge.course.nbgraders_settings
    enforce_metadata = Bool(True).tag(config=True)


class ClearSolutions(_Step):
    """nbgrader spells it so."""

    # a stub that is a text is Python's, as in older versions of nbgrader
    code_stub: Any = Union([Dict(CODE_STUBS), Unicode()]).tag(config=True)
    text_stub = Unicode(TEXT_STUB).tag(config=True)
    begin_solution_delimeter = Unicode(NBGRADERS.solution.begin).tag(config=True)
    end_solution_delimeter = Unicode(NBGRADERS.solution.end).tag(config=True)


class ClearHiddenTests(_Step):
    """The same for hidden tests."""

    begin_test_delimeter = Unicode(NBGRADERS.hidden_tests.begin).tag(config=True)
    end_test_delimeter = Unicode(NBGRADERS.hidden_tests.end).tag(config=True)


class ClearMarkScheme(_Step):
    """The same for marking schemes."""

    begin_mark_scheme_delimeter = Unicode(NBGRADERS.mark_scheme.begin).tag(config=True)
    end_mark_scheme_delimeter = Unicode(NBGRADERS.mark_scheme.end).tag(config=True)


class IncludeHeaderFooter(LoggingConfigurable):
    """What stands before and after each notebook's own cells."""

    enabled = Bool(True).tag(config=True)
    header = Unicode().tag(config=True)
    footer = Unicode().tag(config=True)


def markup_of(parent: Any) -> Markup:
    """What the configuration of ``parent`` says.

    Raises:
        GradingError: if it makes no sense.
    """
    solutions = ClearSolutions(parent=parent)
    tests, schemes = ClearHiddenTests(parent=parent), ClearMarkScheme(parent=parent)
    stubs = solutions.code_stub
    frame = IncludeHeaderFooter(parent=parent)
    try:
        return Markup(
            Region(solutions.begin_solution_delimeter, solutions.end_solution_delimeter, solutions.enforce_metadata),
            Region(tests.begin_test_delimeter, tests.end_test_delimeter, tests.enforce_metadata),
            Region(schemes.begin_mark_scheme_delimeter, schemes.end_mark_scheme_delimeter, schemes.enforce_metadata),
            {"python": stubs} if isinstance(stubs, str) else dict(stubs),
            solutions.text_stub,
            frame.header if frame.enabled else "",
            frame.footer if frame.enabled else "",
        )
    except ValueError as error:
        raise GradingError(f"nbgrader_config.py: a delimiter of nbgrader's is empty: {error}") from error
