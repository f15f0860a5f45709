"""A course is opened as nbgrader opens it, and without what takes nbgrader long."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.apps import NbGrader
from nbgrader.converters.autograde import Autograde
from nbgrader.plugins import LateSubmissionPlugin

from nbjudge.course import Course, CourseError, open_course, open_whole_course
from nbjudge.nbgrader_plugin import install, late_penalty_of, left_alone, start

HALF_AN_HOUR = 1800.0
CONFIGURATIONS = {
    "nothing": "",
    "a gradebook": "c.CourseDirectory.db_url = 'sqlite:////somewhere/grades.db'",
    "folders": "c.CourseDirectory.submitted_directory = 'in'; c.CourseDirectory.ignore = ['*.log']",
    "an exchange": "c.Exchange.root = '/somewhere'; c.Exchange.timezone = 'CET'",
    "a penalty": "c.LateSubmissionPlugin.penalty_method = 'zero'",
    "an old name of an application": "c.BasicConfig.db_url = 'sqlite:////somewhere/grades.db'",
    "an old place of the course's name": "c.NbGrader.course_id = 'physics'",
    "another old place of the course's name": "c.Exchange.course_id = 'physics'",
    "an old name of the exchange": "c.TransferApp.exchange_directory = '/somewhere'",
    "an old name of the converters": "c.BaseNbConvertApp.force = True",
}
ASKED = ("root", "db_url", "course_id", "submitted_directory", "autograded_directory", "ignore")

Make = Callable[[str], Path]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a course with this configuration, and goes there."""

    def make(configuration: str) -> Path:
        (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{configuration}\n")
        (tmp_path / "source" / "layers").mkdir(parents=True)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "path", [*sys.path])
        return tmp_path

    return make


def _as_nbgrader_reads_it() -> NbGrader:
    app = NbGrader()
    app.initialize([])
    return app


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_settings_are_those_that_nbgrader_reads(course: Make, configuration: str) -> None:
    course(configuration)
    mine, its = open_whole_course(), _as_nbgrader_reads_it()
    assert [getattr(mine.coursedir, name) for name in ASKED] == [getattr(its.coursedir, name) for name in ASKED]
    for section in ("Exchange", "BaseConverter", "LateSubmissionPlugin"):
        assert mine.config[section] == its.config[section]


def test_the_planted_settings_are_noticed(course: Make) -> None:
    course(CONFIGURATIONS["an old place of the course's name"])
    assert open_whole_course().coursedir.course_id == "physics"


def test_configuration_where_the_course_lies_is_read_from_anywhere_in_it(
    course: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = course("c.CourseDirectory.course_id = 'physics'")
    monkeypatch.chdir(root / "source" / "layers")
    opened = open_course(None, "ada")
    assert (opened.coursedir.course_id, opened.coursedir.root) == ("physics", str(root))
    assert (opened.coursedir.assignment_id, opened.coursedir.student_id) == ("layers", "ada")


def test_configuration_may_import_what_lies_beside_it(course: Make) -> None:
    root = course("import beside_the_configuration as b; c.CourseDirectory.course_id = b.NAME")
    (root / "beside_the_configuration.py").write_text("NAME = 'physics'\n")
    assert open_whole_course().coursedir.course_id == "physics"


def test_no_course_and_no_telling_which_assignment_are_said(
    course: Make, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = course("")
    (root / "source" / "another").mkdir()
    with pytest.raises(CourseError, match=r"name the assignment.*another, layers"):
        open_course()
    monkeypatch.chdir(tmp_path_factory.mktemp("no-course"))
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py"):
        open_course()


# ------------------------------------------------------------ late penalties


def test_the_penalty_that_is_configured_is_used(course: Make) -> None:
    root = course("c.AssignLatePenalties.plugin_class = 'harsh_penalty.Harsh'; c.Harsh.share = 0.25")
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
    course: Make, method: str, penalty: float | None
) -> None:
    course(f"c.LateSubmissionPlugin.penalty_method = {method!r}")
    told = late_penalty_of(open_whole_course())
    assert type(told.__self__) is LateSubmissionPlugin  # type: ignore[attr-defined]  # it is a method
    assert told("ada", 8.0, HALF_AN_HOUR) == penalty


# ------------------------------------------------------------ nbgrader's own grading is replaced


@pytest.fixture
def its_own_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Autograde, "start", lambda self: None)


@pytest.mark.usefixtures("its_own_start")
def test_nbgrader_grades_with_the_judge_wherever_the_configuration_is_read_but_by_the_judge(course: Make) -> None:
    course("from nbjudge.nbgrader_plugin import install\ninstall(c)")
    Course().read()  # by itself, as anybody might
    assert Autograde.start is start


@pytest.mark.usefixtures("its_own_start")
def test_only_reading_by_the_judge_leaves_nbgrader_alone_and_only_that_long(course: Make) -> None:
    course("from nbjudge.nbgrader_plugin import install\ninstall(c)")
    opened = open_whole_course()
    assert Autograde.start is not start
    assert opened.config.ExportApp.plugin_class == "nbjudge.export.FastExport", "the rest is set up all the same"
    install(opened.config)
    assert Autograde.start is start


def test_left_alone_ends_also_when_the_configuration_fails() -> None:
    with pytest.raises(ZeroDivisionError), left_alone():
        raise ZeroDivisionError
    program = (
        "from nbjudge.nbgrader_plugin import install, left_alone\n"
        "from traitlets.config import Config\n"
        "try:\n"
        "    with left_alone():\n"
        "        raise ZeroDivisionError\n"
        "except ZeroDivisionError:\n"
        "    install(Config())\n"
        "from nbgrader.converters.autograde import Autograde\n"
        "assert Autograde.start.__module__ == 'nbjudge.nbgrader_plugin'\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)


@pytest.mark.parametrize("verb", ["autograde", "export"])
def test_what_shows_pages_is_not_imported_to_grade_or_export(course: Make, verb: str) -> None:
    root = course("from nbjudge.nbgrader_plugin import install\ninstall(c)")
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
