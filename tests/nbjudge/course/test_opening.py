"""A course is opened as nbgrader opens it, and without what takes nbgrader long."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import LazyConfigValue

from demo.course import Course
from nbjudge.course.opening import CourseError, open_course, open_whole_course
from nbjudge.nbgrader_plugin import late_penalty_of
from tests.support.running import run

HALF_AN_HOUR = 1800.0
VERBS = ("autograde", "feedback", "export", "selfcheck")
# ``elsewhere`` is a folder with a configuration of its own, which has settings under old names, too.
ELSEWHERE = "c = get_config(); c.BasicConfig.course_id = 'physics'; c.TransferApp.exchange_directory = '/there'\n"
CONFIGURATIONS = {
    "nothing": "",
    "a gradebook": "c.CourseDirectory.db_url = 'sqlite:////somewhere/grades.db'",
    "folders": "c.CourseDirectory.submitted_directory = 'in'; c.CourseDirectory.ignore = ['*.log']",
    "something added to a list": "c.CourseDirectory.ignore.append('*.log')",
    "a course that lies elsewhere": "c.CourseDirectory.root = 'elsewhere'",
    "an exchange": "c.Exchange.root = '/somewhere'; c.Exchange.timezone = 'CET'",
    "a penalty": "c.LateSubmissionPlugin.penalty_method = 'zero'",
    "the log of nbgrader": "c.NbGrader.log_level = 'ERROR'",
    # what nbgrader has since renamed
    "NbGraderConfig": "c.NbGraderConfig.db_url = 'sqlite:////somewhere/grades.db'",
    "BasicConfig": "c.BasicConfig.db_url = 'sqlite:////somewhere/grades.db'",
    "BaseNbGraderApp": "c.BaseNbGraderApp.course_id = 'physics'",
    "BaseApp": "c.BaseApp.student_id = 'a*'; c.BaseApp.log_level = 'ERROR'",
    "TransferApp": "c.TransferApp.exchange_directory = '/somewhere'",
    "all of TransferApp": "c.TransferApp.timezone = 'CET'; c.TransferApp.timestamp_format = '%Y'; "
    "c.TransferApp.cache_directory = '/cache'; c.TransferApp.path_includes_course = True",
    "BaseNbConvertApp": "c.BaseNbConvertApp.force = True; c.BaseNbConvertApp.permissions = 640",
    "NbGrader.course_id": "c.NbGrader.course_id = 'physics'",
    "NbGrader.course_directory": "c.NbGrader.course_directory = 'elsewhere'",
    "BasicConfig.course_directory": "c.BasicConfig.course_directory = 'elsewhere'",
    "NbGrader.db_url": "c.NbGrader.db_url = 'sqlite:////somewhere/grades.db'",
    "nested": "c.NbGrader.CourseDirectory.course_id = 'physics'; c.NbGrader.CourseDirectory.db_url = 'sqlite:///g.db'",
    "NbGrader.student_id": "c.NbGrader.student_id = 'ada'",
    "NbGrader.assignment_id": "c.NbGrader.assignment_id = 'layers'; c.NbGrader.notebook_id = 'p*'",
    "NbGrader.directory_structure": "c.NbGrader.directory_structure = '{assignment_id}/{nbgrader_step}/{student_id}'",
    "all steps": "".join(
        f"c.NbGrader.{step}_directory = {f'my_{step}'!r}; "
        for step in ("source", "release", "submitted", "autograded", "feedback", "solution")
    ),
    "NbGrader.ignore": "c.NbGrader.ignore = ['*.log']",
    "something added to NbGrader.ignore": "c.NbGrader.ignore.append('*.log')",
    "Exchange.course_id": "c.Exchange.course_id = 'physics'",
    "old and new": "c.CourseDirectory.course_id = 'new'; c.NbGrader.course_id = 'old'; c.Exchange.root = '/somewhere'",
    "old names after each other": "c.NbGrader.course_id = 'first'; c.Exchange.course_id = 'second'",
    "all old names": "c.NbGraderConfig.course_id = 'a'; c.BasicConfig.course_id = 'b'; c.BaseNbGraderApp.db_url = 'x'; "
    "c.BaseApp.student_id = 's*'; c.TransferApp.root = '/x'; c.BaseNbConvertApp.force = True; c.Exchange.cache = '/y'",
}

Configured = Callable[[str], Path]


def _as_nbgrader_reads_it() -> NbGrader:
    app = NbGrader()
    app.initialize([])
    return app


def _settings(config: Config) -> dict[str, Any]:
    """All that is set, by section. Sections appear when they are only looked at."""
    return {
        section: {name: v.to_dict() if isinstance(v, LazyConfigValue) else v for name, v in values.items()}
        for section, values in config.items()
        if values
    }


def _of_the_course(coursedir: CourseDirectory) -> dict[str, Any]:
    return {name: getattr(coursedir, name) for name in coursedir.trait_names(config=True)}


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_settings_are_those_that_nbgrader_reads(configured: Configured, configuration: str) -> None:
    elsewhere = configured(configuration) / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "nbgrader_config.py").write_text(ELSEWHERE)
    mine, its = open_whole_course(), _as_nbgrader_reads_it()
    assert _of_the_course(mine.coursedir) == _of_the_course(its.coursedir)
    assert _settings(mine.config) == _settings(its.config)


@pytest.mark.parametrize(
    ("configuration", "name", "value"),
    [
        ("c.NbGrader.course_id = 'physics'", "course_id", "physics"),
        ("c.Exchange.course_id = 'physics'", "course_id", "physics"),
        ("c.BaseApp.student_id = 'a*'", "student_id", "a*"),
        ("c.NbGraderConfig.db_url = 'sqlite:///x.db'", "db_url", "sqlite:///x.db"),
    ],
)
def test_the_planted_settings_are_noticed(configured: Configured, configuration: str, name: str, value: str) -> None:
    configured(configuration)
    assert getattr(open_whole_course().coursedir, name) == value


def test_configuration_where_the_course_lies_is_read_from_anywhere_in_it(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = configured("c.CourseDirectory.course_id = 'physics'")
    monkeypatch.chdir(root / "source" / "layers")
    opened = open_course(None, "ada")
    assert (opened.coursedir.course_id, opened.coursedir.root) == ("physics", str(root))
    assert (opened.coursedir.assignment_id, opened.coursedir.student_id) == ("layers", "ada")


def test_configuration_may_import_what_lies_beside_it(configured: Configured) -> None:
    root = configured("import beside_the_configuration as b; c.CourseDirectory.course_id = b.NAME")
    (root / "beside_the_configuration.py").write_text("NAME = 'physics'\n")
    assert open_whole_course().coursedir.course_id == "physics"


@pytest.mark.parametrize("verb", VERBS)
def test_configuration_may_import_what_nbgrader_was_imported_without(configured: Configured, verb: str) -> None:
    root = configured(
        "from requests.exceptions import RequestException\n"
        "import bs4\n"
        "assert issubclass(RequestException, OSError)\n"
        "assert bs4.BeautifulSoup('<b>x</b>', 'html.parser').b.text == 'x'\n"
        "c.NbJudge.test_seconds = -1.0\n"
        "c.CourseDirectory.db_url = 'sqlite:////nowhere/grades.db'\n"
        "c.GenerateFeedback.post_convert_hook = print\n"
    )
    told = {
        "autograde": "limit test_seconds",
        "selfcheck": "limit test_seconds",
        "export": "there is no gradebook yet (/nowhere/grades.db)",
        "feedback": "GenerateFeedback.post_convert_hook is set",
    }
    program = f"import sys; from nbjudge.cli import main; sys.exit(main([{verb!r}]))"
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told[verb] in done.stderr, "what stands after the imports is in force"
    assert "Traceback" not in done.stderr


def test_no_course_and_no_telling_which_assignment_are_said(
    configured: Configured, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = configured("")
    (root / "source" / "another").mkdir()
    with pytest.raises(CourseError, match=r"name the assignment.*another, layers"):
        open_course()
    monkeypatch.chdir(tmp_path_factory.mktemp("no-course"))
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py"):
        open_course()


# ------------------------------------------------------------ a configuration that fails

# what stands after the configuration's first line, in which line of the file it fails, and what is said
FAILING = {
    "at top level": ("c.CourseDirectory.course_id = 'x'\nc.NbJudge.jobs = 1 / 0", 3, "ZeroDivisionError: division"),
    "in a function": ("def f():\n    raise KeyError('key')\n\nf()", 3, "KeyError: 'key'"),
    "no Python": ("c.NbJudge.jobs = (", 2, "SyntaxError: '(' was never closed"),
    "an exit": ("import sys\nsys.exit('not on this machine')", 3, "SystemExit: not on this machine"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("text", "line", "said"), FAILING.values(), ids=FAILING)
def test_each_verb_tells_where_a_configuration_fails_and_how(
    configured: Configured, verb: str, text: str, line: int, said: str
) -> None:
    root = configured(text)
    ended = run(Course(root), verb)
    assert ended.code == 1
    assert f"nbjudge: {root / 'nbgrader_config.py'}, line {line}: {said}" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_a_failure_in_a_module_that_the_configuration_imports_is_told_where_it_is_imported(
    configured: Configured,
) -> None:
    root = configured("\nimport failing_beside_it")
    (root / "failing_beside_it.py").write_text("raise LookupError('no such host')\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py, line 3: LookupError: no such host"):
        open_whole_course()


def test_a_failure_under_an_old_name_is_told_as_well(configured: Configured) -> None:
    configured("c.BasicConfig.course_id = 'physics'\nraise LookupError('no such host')")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py, line 3: LookupError: no such host"):
        open_whole_course()


@pytest.mark.parametrize(
    ("configuration", "trait"),
    [
        ("c.CourseDirectory.db_url = 5", "db_url"),
        ("c.NbGrader.db_url = 5", "db_url"),  # traitlets exits here, and below
        ("c.NbGrader.log_level = 'LOUD'", "log_level"),
        ("c.Application.log_level = 'LOUD'", "log_level"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_by_its_name(configured: Configured, configuration: str, trait: str) -> None:
    configured(configuration)
    with pytest.raises(TraitError, match=f"The '{trait}' trait of .* expected"):
        open_whole_course()


# ------------------------------------------------------------ late penalties


def test_the_penalty_that_is_configured_is_used(configured: Configured) -> None:
    root = configured("c.AssignLatePenalties.plugin_class = 'harsh_penalty.Harsh'; c.Harsh.share = 0.25")
    (root / "harsh_penalty.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "from traitlets import Float\n"
        "class Harsh(BasePlugin):\n"
        "    share = Float(1.0).tag(config=True)\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return self.share * score\n"
    )
    assert late_penalty_of(open_whole_course())("ada", 8.0, HALF_AN_HOUR) == 2.0
    assert late_penalty_of(_as_nbgrader_reads_it())("ada", 8.0, HALF_AN_HOUR) == 2.0


@pytest.mark.parametrize(("method", "penalty"), [("none", None), ("zero", 8.0)])
def test_nbgraders_own_penalty_is_the_default_and_listens_to_its_setting(
    configured: Configured, method: str, penalty: float | None
) -> None:
    configured(f"c.LateSubmissionPlugin.penalty_method = {method!r}")
    told = late_penalty_of(open_whole_course())
    assert type(told.__self__) is LateSubmissionPlugin  # type: ignore[attr-defined]  # it is a method
    assert told("ada", 8.0, HALF_AN_HOUR) == penalty


# ------------------------------------------------------------ what it leaves out


@pytest.mark.parametrize("verb", ["autograde", "export"])
def test_what_shows_pages_is_not_imported_to_grade_or_export(configured: Configured, verb: str) -> None:
    root = configured("from nbjudge.nbgrader_plugin import install\ninstall(c)")
    program = (
        "import sys\n"
        "from nbjudge import cli\n"
        f"assert cli.main([{verb!r}]) == 1\n"  # there is no gradebook here
        "assert 'nbgrader.coursedir' in sys.modules\n"
        "assert not {'nbconvert', 'nbclient', 'jinja2', 'nbgrader.apps'} & sys.modules.keys()\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
