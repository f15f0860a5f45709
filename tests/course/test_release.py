"""release/ is what source/ generates, and nothing that students must not see is in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.forking import fork_program
from tests.support.inprocess import NOTEBOOK, ROOT, code_cells

RELEASE = ROOT / "release" / "activation"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release generated afresh in a copy of the course."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "source", course / "source", ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    )
    shutil.copy(ROOT / "nbgrader_config.py", course)
    ended = fork_program(["nbgrader", "generate_assignment", "activation"], course, {}).wait()
    assert ended.code == 0, ended.err
    return course / "release" / "activation"


def test_release_is_exactly_what_source_generates(rebuilt: Path) -> None:
    assert _files(RELEASE) == _files(rebuilt), "run `make release` and commit the result"


def test_release_holds_no_solution_no_hidden_test_no_oracle_and_no_output() -> None:
    everything = b"\n".join(_files(RELEASE).values()).decode()
    for secret in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "oracle", "probes", "gradient_flows"):
        assert secret not in everything
    for cell in json.loads((RELEASE / "activation.ipynb").read_text(encoding="utf-8"))["cells"]:
        assert cell.get("outputs", []) == []


def test_no_line_of_a_solution_or_hidden_test_is_in_the_release() -> None:
    released = (RELEASE / "activation.ipynb").read_text(encoding="utf-8")
    secret: list[str] = []
    for cell in code_cells(NOTEBOOK):
        inside = False
        for line in cell.source.splitlines():
            if "### BEGIN" in line or "### END" in line:
                inside = "### BEGIN" in line
            elif inside and len(line.strip()) > 20:
                secret.append(line.strip())
    assert len(secret) > 100
    # the formulas of the examples that students are shown are not secrets
    leaked = [line for line in secret if json.dumps(line)[1:-1] in released]
    assert leaked == []


def test_release_differs_from_source_in_solutions_and_hidden_tests_only() -> None:
    released = {cell.id: cell for cell in code_cells(RELEASE / "activation.ipynb")}
    source = {cell.id: cell for cell in code_cells(NOTEBOOK)}
    assert released.keys() == source.keys()
    for cell_id, cell in source.items():
        if not cell.solution and not cell.points:
            assert released[cell_id].source == cell.source
