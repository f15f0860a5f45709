"""nbgrader's own grading is replaced wherever a configuration is read, but not while the judge's commands read it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.converters.autograde import Autograde

from nbjudge.course.left_alone import left_alone
from nbjudge.course.opening import Course, open_whole_course
from nbjudge.nbgrader_plugin import install, start

INSTALLED = "from nbjudge.nbgrader_plugin import install\ninstall(c)"


@pytest.fixture
def its_own_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader grades by itself until something changes that."""
    monkeypatch.setattr(Autograde, "start", lambda self: None)


@pytest.mark.usefixtures("its_own_start")
def test_nbgrader_grades_with_the_judge_wherever_the_configuration_is_read_but_by_the_judge(
    configured: Callable[[str], Path],
) -> None:
    configured(INSTALLED)
    Course().read()  # by itself, as anybody might
    assert Autograde.start is start


@pytest.mark.usefixtures("its_own_start")
def test_only_reading_by_the_judge_leaves_nbgrader_alone_and_only_that_long(configured: Callable[[str], Path]) -> None:
    configured(INSTALLED)
    opened = open_whole_course()
    assert Autograde.start is not start
    told = opened.config.ExportApp.plugin_class
    assert told == "nbjudge.gradebook.export.FastExport", "the rest is set up all the same"
    install(opened.config)
    assert Autograde.start is start


def test_left_alone_ends_also_when_the_configuration_fails() -> None:
    with pytest.raises(ZeroDivisionError), left_alone():
        raise ZeroDivisionError
    program = (
        "from nbjudge.course.left_alone import left_alone\n"
        "from nbjudge.nbgrader_plugin import install\n"
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
