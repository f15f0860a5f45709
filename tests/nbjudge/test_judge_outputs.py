"""What the notebook holds that the judge hands back: outputs of the student's cells, and verdicts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import nbformat

from nbjudge.judge import judge
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import OUTCOMES
from tests.support.activation import LIMITS, relu, submission, tried


def test_print_in_forward_costs_nothing_and_is_kept_out_of_the_outputs(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(forward="print('NOISE'); return np.maximum(0, x)")), tried(), LIMITS, warm=warm)
    assert graded.score == 20
    cells = {c["id"]: c for c in graded.notebook["cells"]}
    assert "NOISE" not in json.dumps(cells["test-relu-forward"]["outputs"])
    assert any("NOISE" in v.printed for v in graded.cells["test_relu_forward"].verdicts)


def test_outputs_of_student_cells_are_kept_as_theirs(warm: WarmSet) -> None:
    extra = "from IPython.display import HTML, display\nprint('hello')\ndisplay(HTML('<b>bold</b>'))\n%time 1\n1 / 0"
    graded = judge(submission(extra=extra), tried(), LIMITS, warm=warm)
    output = json.dumps(graded.notebook["cells"][-1]["outputs"])
    for kept in ("hello", "<b>bold</b>", "ZeroDivisionError"):
        assert kept in output


def test_figure_of_a_student_is_kept_as_a_picture(warm: WarmSet) -> None:
    extra = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"
    graded = judge(submission(extra=extra), tried(), LIMITS, warm=warm)
    assert any("image/png" in output.get("data", {}) for output in graded.notebook["cells"][-1]["outputs"])


def test_flood_of_output_is_cut(warm: WarmSet) -> None:
    limits = replace(LIMITS, output_bytes=1000)
    graded = judge(submission(extra="for _ in range(10**5): print('x' * 100)"), tried(), limits, warm=warm)
    assert len(json.dumps(graded.notebook["cells"][-1]["outputs"])) < 3000


def test_graded_notebook_is_valid_and_holds_the_verdicts_as_data(warm: WarmSet) -> None:
    graded = judge(submission(), tried(), LIMITS, warm=warm)
    notebook: Any = nbformat.from_dict(json.loads(json.dumps(graded.notebook)))
    nbformat.validate(notebook)
    assert notebook.metadata.nbjudge.sandboxed is True
    for cell in notebook.cells:
        if cell.id.startswith("test-"):
            for verdict in cell.metadata.nbjudge.verdicts:
                assert verdict["outcome"] in OUTCOMES
                assert verdict["description"]
            assert "✓" in cell.outputs[0].text
