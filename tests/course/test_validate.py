"""What *Validate* shows of a test that fails: the reason, and not only that it failed."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from nbgrader.validator import Validator

from tests.support.inprocess import ROOT

RELEASE = ROOT / "release" / "activation"
OFF = """
class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return 2 * (self.x > 0) * grad_output
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What it says of a notebook with a wrong ReLU and an unwritten Sigmoid, as JupyterLab's dialogue gets it."""
    folder = tmp_path_factory.mktemp("release") / "activation"
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = json.loads((folder / "activation.ipynb").read_text(encoding="utf-8"))
    wanted = ["imports", "module", "relu-solution", "test-relu-backward", "sigmoid-solution", "test-sigmoid-forward"]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in wanted]
    notebook["cells"][wanted.index("relu-solution")]["source"] = OFF
    (folder / "activation.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    failed: list[dict[str, Any]] = Validator().validate(str(folder / "activation.ipynb"))["failed"]
    return failed


def test_a_wrong_number_is_shown_beside_the_right_one(shown: list[dict[str, Any]]) -> None:
    assert "1 of 1 tests failed: test_relu_backward_example" in shown[0]["raw_error"]
    assert "backward differs at index (3): yours -80, expected -40" in shown[0]["raw_error"]


def test_what_is_not_written_yet_is_named(shown: list[dict[str, Any]]) -> None:
    assert "Sigmoid.forward is not written yet" in shown[1]["raw_error"]


def test_the_reason_fits_into_the_lines_of_the_command(shown: list[dict[str, Any]]) -> None:
    """`nbgrader validate` cuts lines at 87 characters, four of which are its indent."""
    lines = [line for failed in shown for line in failed["raw_error"].splitlines()]
    assert lines
    assert all(len(line) <= 83 for line in lines)
