"""Cells run in IPython's shell as they would in a notebook."""

from __future__ import annotations

from typing import Any

import pytest

from nbjudge.candidate.cells import CellRunner
from nbjudge.candidate.shell import Shell, new_shell
from nbjudge.limits import Limits


@pytest.fixture(scope="module")
def runner() -> CellRunner:
    return CellRunner(new_shell(), Limits())


def outputs(runner: CellRunner, source: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = runner.run(source, False)["outputs"]
    return told


def printed(told: dict[str, Any]) -> str:
    return "".join(output["text"] for output in told["outputs"] if output["output_type"] == "stream")


def test_a_line_of_magic_is_run(runner: CellRunner) -> None:
    assert printed(runner.run("%precision 3\nprint(1 + 1)", False)) == "2\n"


def test_a_cell_that_awaits_is_run(runner: CellRunner) -> None:
    source = "import asyncio\nawait asyncio.sleep(0)\nprint('waited')"
    assert printed(runner.run(source, False)) == "waited\n"


def test_the_value_of_the_last_line_is_an_output_each_time(runner: CellRunner) -> None:
    for _ in range(2):
        (output,) = outputs(runner, "1\n2 + 3")
        assert output["data"]["text/plain"] == "5"


def test_a_cell_finds_in_in_and_out_what_was_run_before_it_as_in_a_notebook(runner: CellRunner) -> None:
    runner.shell.forget()
    for source in ("first = 20", "first + 1", "2 + 2;", "def f():\n    return 1"):
        runner.run(source, False)
    assert printed(runner.run("print(In[-2:], In[1], Out[2], _2, _)", False)) == (
        "['def f():\\n    return 1', 'print(In[-2:], In[1], Out[2], _2, _)'] first = 20 21 21 21\n"
    )
    runner.run("del In, _ih, Out", False)
    assert outputs(runner, "1")[0]["data"]["text/plain"] == "1"


def test_a_semicolon_at_the_end_shows_nothing(runner: CellRunner) -> None:
    assert outputs(runner, "1 + 1;") == []


def test_a_syntax_error_names_its_line(runner: CellRunner) -> None:
    (output,) = outputs(runner, "x = 1\nif x\n")
    assert output["ename"] == "SyntaxError"
    assert "line 2" in "\n".join(output["traceback"])


@pytest.mark.parametrize(
    ("source", "said", "line"),
    [
        ("x = 1\nprint(abs(x)", "'(' was never closed", 2),
        ("class A:", "expected an indented block after class definition on line 1", 1),
        ("x = '''\nno end", "unterminated triple-quoted string literal (detected at line 2)", 1),
        ("x = 1\neval('1 1')", "in text that it runs: invalid syntax", 2),
    ],
)
def test_a_syntax_error_says_what_is_missing_and_where(runner: CellRunner, source: str, said: str, line: int) -> None:
    assert runner.run(source, False)["stopped"][1:3] == [said, line]


def test_what_the_compiler_warns_of_comes_when_the_cell_is_run(runner: CellRunner) -> None:
    for source in ("print(runner is 1) if False else None", "def f(x):\n    return x is 1"):
        with pytest.warns(SyntaxWarning, match="is.* with a literal"):
            runner.run(source, False)


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    x = 1",
        "class A:\n    print('made')",
        "class A:\n    1 / 0",
        "import no_such_module",
        "class A(no_such_base):\n    pass",
        "class A:\n    raise SystemExit",
        "class A:\n    raise KeyboardInterrupt",
        "class A:\n    get_ipython",
        "def f(:\n    pass",
        "def f():\n    %time",
    ],
)
@pytest.mark.filterwarnings("ignore:To exit")
def test_a_cell_of_definitions_ends_as_ipython_ends_it(
    runner: CellRunner, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.shell.forget()
    quick = runner.run(source, False)
    runner.shell.forget()
    monkeypatch.setattr(Shell, "run_definitions", lambda *_: False)
    assert quick == runner.run(source, False)


@pytest.mark.parametrize(
    "source", ["x = 1", "1 + 1", "import sys; 1 + 1", "def f(): pass; 2", "'doc'\nimport sys", "%precision 3", "sys?"]
)
def test_a_cell_that_may_show_something_is_no_cell_of_definitions(runner: CellRunner, source: str) -> None:
    assert not runner.shell.run_definitions(source)
