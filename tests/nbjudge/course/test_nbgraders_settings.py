"""nbgrader's own settings: each is honoured, told or refused by name, and none is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbgrader.preprocessors as steps
import pytest
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, LoggingConfigurable

from nbjudge.course.errors import GradingError
from nbjudge.course.nbgraders_settings import ANY, NBGRADERS, Settings, check_nbgraders
from tests.support.inprocess import ROOT

# all that grading and the release that it goes by are made of
CLASSES: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        CourseDirectory, Autograde, GenerateAssignment, NotebookExporter, ClearMetadataPreprocessor,
        *(getattr(steps, name) for name in steps.__all__ if name != "GetGrades"),
    )
}  # fmt: skip
CHECKED = [(row, name) for row in NBGRADERS if row.verdict in ("told", "refused") for name in row.names]


def theirs(section: str) -> dict[str, Any]:
    traits: dict[str, Any] = CLASSES[section].class_traits(config=True)
    return traits


def others() -> Iterator[tuple[str, str]]:
    """Settings of nbgrader's that the table does not name."""
    named = {(row.section, name) for row in NBGRADERS for name in row.names}
    for section in CLASSES:
        yield from ((section, name) for name in theirs(section) if (section, name) not in named)


def test_the_table_names_every_setting_of_nbgraders_once() -> None:
    assert list(others()) == []
    named = [(row.section, name) for row in NBGRADERS for name in row.names]
    assert len(named) == len(set(named))
    assert all(name in theirs(section) for section, name in named)


def test_a_setting_that_the_table_lacks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CLASSES, "GetGrades", steps.GetGrades)
    assert ("GetGrades", "enabled") in list(others())


@pytest.mark.parametrize(("row", "name"), CHECKED, ids=lambda value: getattr(value, "section", value))
def test_defaults_are_nbgraders(row: Settings, name: str) -> None:
    mine = row.names[name]
    if mine is ANY:
        return
    default = getattr(CLASSES[row.section](), name) if isinstance(mine, tuple) else theirs(row.section)[name].default()
    if isinstance(mine, tuple):
        classes = default if isinstance(default, list) else [default]
        default = tuple(one.__name__ for one in classes)
    assert mine == default


def told(config: Config) -> list[str]:
    parent = LoggingConfigurable(config=config)
    return check_nbgraders(CourseDirectory(parent=parent), parent)


@pytest.mark.parametrize(
    ("pattern", "fits"), [("ps", False), ("ps*", True), ("*", True), ("[pq]s*", True), ("x", False)]
)
def test_a_pattern_of_notebooks_that_leaves_none_out_is_no_setting_to_refuse(pattern: str, fits: bool) -> None:
    config = Config({"CourseDirectory": {"notebook_id": pattern}})
    parent = LoggingConfigurable(config=config)
    coursedir = CourseDirectory(parent=parent)
    if fits:
        assert check_nbgraders(coursedir, parent, ["ps", "ps2"]) == []
        return
    with pytest.raises(GradingError, match="notebook_id"):
        check_nbgraders(coursedir, parent, ["ps", "ps2"])


def test_where_nothing_is_configured_nothing_is_said() -> None:
    assert told(Config()) == []


def other_than(default: Any) -> Any:
    if isinstance(default, bool):
        return not default
    if isinstance(default, tuple):
        return ["somebodys.Own"]
    return {int: 77, str: "another", list: ["another"], dict: {"ps1": ["a.py"]}, set: {"a"}}.get(type(default), "own")


@pytest.mark.parametrize(("row", "name"), CHECKED, ids=lambda value: getattr(value, "section", value))
def test_a_setting_that_would_be_ignored_is_named_with_what_to_do(row: Settings, name: str) -> None:
    config = Config()
    config[row.section][name] = other_than(row.names[name])
    said = rf"c\.{row.section}\.{name} = .*: {re.escape(row.what)}"
    if row.verdict == "refused":
        with pytest.raises(GradingError, match=rf"nbgrader_config\.py: {said}"):
            told(config)
    else:
        (sentence,) = told(config)
        assert re.fullmatch(said, sentence)


@pytest.mark.parametrize("row", [row for row in NBGRADERS if row.verdict in ("honoured", "no matter")], ids=str)
def test_of_the_others_nothing_is_said(row: Settings) -> None:
    config = Config()
    for name in row.names:
        if row.section != "CourseDirectory" or isinstance(theirs(row.section)[name].default(), str):
            config[row.section][name] = "another"
    assert told(config) == []


def test_a_default_that_is_written_out_is_none_that_is_said() -> None:
    config = Config()
    config.Execute.timeout = 30
    config.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
    config.Autograde.sanitize_preprocessors = [f"nbgrader.preprocessors.{one.__name__}" for one in
                                              Autograde().sanitize_preprocessors]  # fmt: skip
    assert told(config) == []


def test_what_is_set_for_a_class_above_counts() -> None:
    config = Config()
    config.BaseConverter.pre_convert_hook = print
    config.ExecutePreprocessor.timeout = 60
    config.Autograde.autograde_preprocessors.append("my.Own")
    with pytest.raises(GradingError) as caught:
        told(config)
    lines = str(caught.value).splitlines()
    assert [line.partition(" = ")[0] for line in lines] == [
        "nbgrader_config.py: c.Autograde.pre_convert_hook",
        "nbgrader_config.py: c.Autograde.autograde_preprocessors",
    ]


def test_what_is_set_within_another_section_counts() -> None:
    config = Config()
    config.Course.NbGraderPreprocessor.enabled = False

    class Course(LoggingConfigurable):
        """Whatever reads the configuration."""

    with pytest.raises(GradingError, match=r"c\.SaveAutoGrades\.enabled = False"):
        check_nbgraders(CourseDirectory(), Course(config=config))


def test_the_reference_has_the_table() -> None:
    reference = Path(ROOT, "docs/judge/reference.md").read_text(encoding="utf-8")
    for row in NBGRADERS:
        names = ", ".join(f"`.{name}`" for name in row.names)
        assert f"| `{row.section}` {names} | {row.verdict} | {row.what} |" in reference
