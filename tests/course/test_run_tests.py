"""run_tests: a line for each test of its own cell, in words, and an error at the end that says which failed."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.support.inprocess import ASSIGNMENT

sys.path.insert(0, str(ASSIGNMENT))
from checks import TestsFailed, not_written, run_tests, speak_kindly


def _run_as_cell(source: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str | None]:
    """What a cell with this text prints, and what it raises."""
    error = None
    try:
        exec(compile(source, "<a cell>", "exec"), {"run_tests": run_tests, "np": np, "warnings": warnings})
    except TestsFailed as failed:
        error = str(failed)
    return capsys.readouterr().out, error


def test_run_tests_prints_a_line_for_each_and_raises_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    out, error = _run_as_cell(
        "def test_good():\n    'It is good.'\n"
        "def test_bad():\n    'It is bad.'\n    assert 1 == 2, 'one is not two'\n"
        "def test_later():\n    raise NotImplementedError\n"
        "def test_broken():\n    return 1 / 0\n"
        "run_tests()",
        capsys,
    )
    assert error == "3 of 4 tests failed: test_bad, test_later, test_broken"
    assert "✓ test_good: It is good." in out
    assert "✗ test_bad: It is bad.\n    one is not two" in out
    assert "not written yet" in out
    assert "ZeroDivisionError: division by zero" in out


def test_what_is_not_written_yet_is_called_by_its_name() -> None:
    class Later:
        def forward(self, x: Any) -> Any:
            raise NotImplementedError

    for call, name in ((Later().forward, "Later.forward"), (lambda _: exec("raise NotImplementedError"), "this")):
        with pytest.raises(NotImplementedError) as caught:
            call(np.zeros(2))
        assert not_written(caught.value).endswith(f"{name} is not written yet")


def test_nothing_speaks_kindly_where_no_notebook_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge has a shell of IPython's, and no kernel: what it does with exceptions stays its own affair."""

    class Shell:
        pass

    for shell in (None, Shell()):
        monkeypatch.setattr("IPython.get_ipython", lambda shell=shell: shell)
        speak_kindly()  # Shell has no set_custom_exc: it is not asked for


def test_run_tests_runs_only_the_tests_of_its_own_cell(capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, Any] = {"run_tests": run_tests}
    exec(compile("def test_other():\n    raise AssertionError", "<another cell>", "exec"), namespace)
    exec(compile("def test_mine():\n    pass\nrun_tests()", "<a cell>", "exec"), namespace)
    assert capsys.readouterr().out == "✓ test_mine: \n"


def test_run_tests_shows_a_warning_as_a_note_and_lets_the_test_pass(capsys: pytest.CaptureFixture[str]) -> None:
    out, error = _run_as_cell("def test_noisy():\n    np.exp(np.array([1000.0]))\nrun_tests()", capsys)
    assert error is None
    assert "note: RuntimeWarning: overflow" in out


def test_what_is_written_to_stderr_during_tests_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    source = "import sys\ndef test_noisy():\n    print('noise', file=sys.stderr)\nrun_tests()"
    exec(compile(source, "<a cell>", "exec"), {"run_tests": run_tests})
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "noise" in captured.out


def test_a_cell_without_tests_does_not_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert "defines no test" in (_run_as_cell("run_tests()", capsys)[1] or "")


def test_under_a_magic_each_cell_runs_its_own_tests(capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell.instance()
    shell.run_cell("from checks import run_tests")
    for magic in ("%%time", "%%capture --no-stdout --no-display", "%%time\n"):
        for name, body in (("first", "assert False"), ("second", "pass")):
            shell.run_cell(f"{magic}\ndef test_{name}():\n    {body}\nrun_tests()")
            shown = capsys.readouterr().out
            assert [line for line in shown.splitlines() if line.startswith(("✓", "✗"))] == [
                f"{'✗' if name == 'first' else '✓'} test_{name}: "
            ]
    for form in ("%%timeit -n1 -r1\n{}\nrun_tests()", "{}\n%time run_tests()", "{}\nif True:\n    %time run_tests()"):
        for name in ("third", "fourth"):
            shell.run_cell(form.format(f"def test_{name}():\n    pass"))
            assert [line for line in capsys.readouterr().out.splitlines() if "✓" in line] == [f"✓ test_{name}: "]
    shell.run_cell("%time run_tests()")
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith(("✓", "✗"))]
    InteractiveShell.clear_instance()
