"""What the notebook says to students is so."""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import sys
import time
import types
from typing import Any

import numpy as np
import pytest

from nbjudge.feedback.harmless.markdown import instructors_markdown, students_markdown
from nbjudge.feedback.harmless.sanitizer import Pictures
from oracle.activations import REFERENCES, gelu
from oracle.planted import CLASSES
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells, failures, importable, run_cell, run_notebook

CELLS = {cell.id: cell for cell in code_cells(NOTEBOOK)}
NOTEBOOK_CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
TEXTS = [cell for cell in NOTEBOOK_CELLS if cell["cell_type"] == "markdown"]
RELEASED = code_cells(ROOT / "release" / "activation" / "activation.ipynb")
RUNS_BUT = """
class {name}(Activation):
    def forward(self, x):
        self.x = x
        return {forward}

    def backward(self, grad_output):
        return {backward}
"""


@pytest.fixture(scope="module")
def trained() -> Any:
    """The finale's function that trains, with the notebook's solutions in reach."""
    namespace = run_notebook(list(CELLS.values()))
    text = CELLS["finale"].source
    namespace["draw_boundaries"] = lambda *_: None
    with importable(ASSIGNMENT):
        run_cell(CELLS["choose-activation"], namespace)
        exec(text.replace("from pictures import draw_boundaries\n", ""), namespace)
    return namespace


def _right(namespace: Any, *arguments: Any) -> float:
    network = namespace["trained"](*arguments)
    return float(np.mean(np.sign(network.forward(namespace["points"])) == namespace["labels"]))


def test_training_takes_seconds_with_gelu_too(trained: Any) -> None:
    begun = time.process_time()
    assert _right(trained, trained["GELU"]) > 0.99
    assert time.process_time() - begun < 10  # about one, if the machine has nothing else to do


def test_relu_separates_the_moons_and_a_straight_line_does_not(trained: Any) -> None:
    assert _right(trained, trained["ReLU"]) == 1.0
    assert 0.85 < _right(trained, None) < 0.95


def test_sigmoid_is_slow_for_its_first_weights_too(trained: Any) -> None:
    straight = _right(trained, None)
    assert _right(trained, trained["Sigmoid"]) < straight + 0.03
    assert _right(trained, trained["Sigmoid"], 4) > 0.98


def test_relu_blows_up_with_first_weights_four_times_as_large(trained: Any) -> None:
    with np.errstate(all="ignore"):
        network = trained["trained"](trained["ReLU"], 4)
        assert not np.isfinite(network.forward(trained["points"])).any()


def test_gelu_in_its_two_forms_differs_by_less_than_five_ten_thousandths() -> None:
    x = np.linspace(-10, 10, 20001)
    exact = np.array([0.5 * a * (1 + math.erf(a / math.sqrt(2))) for a in x])
    assert 0.0004 < np.abs(gelu.forward(x) - exact).max() < 0.0005


@pytest.mark.parametrize(
    ("forward", "backward", "told"),
    [
        ("x.copy()", "grad_output.copy()", "the output of the network differs at"),
        ("np.zeros_like(x)", "np.zeros_like(grad_output)", "the output of the network differs at"),
        ("None", "None", ""),
    ],
)
def test_visible_network_tests_fail_for_methods_that_merely_run_and_say_why(
    forward: str, backward: str, told: str
) -> None:
    texts = {key: RUNS_BUT.format(name=name, forward=forward, backward=backward) for key, name in CLASSES.items()}
    namespace = run_notebook(RELEASED, texts)
    (cell,) = [cell for cell in RELEASED if cell.id == "test-network"]
    failed = failures(cell, namespace)
    assert set(failed) == {f"test_network_with_{key}" for key in CLASSES}
    assert all(told in message and message.partition(": ")[2] for message in failed.values())


def test_visible_network_test_tells_a_layer_with_parameters_of_its_own() -> None:
    extra = '"""One too many."""\n' + CELLS["relu-solution"].source
    text = extra + "\n    def parameters(self):\n        return [np.zeros(1)]\n"
    (cell,) = [cell for cell in RELEASED if cell.id == "test-network"]
    solutions = {c.grade_id: c.source for c in CELLS.values() if c.solution}
    failed = failures(cell, run_notebook(RELEASED, {**solutions, "relu": text}))
    assert "the optimizer receives 5 arrays" in failed["test_network_with_relu"]


def test_notebook_that_was_opened_alone_says_what_to_put_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "checks", None)  # which is as if there were no such file
    beside = r"put checks\.py, arrays\.py, gradients\.py and pictures\.py into the folder"
    with pytest.raises(ModuleNotFoundError, match=beside):
        exec(CELLS["imports"].source, {})


@pytest.fixture(scope="module")
def deep() -> Any:
    """What the cells on ten layers and on dead units define, with the notebook's solutions in reach."""
    namespace = run_notebook(list(CELLS.values()))
    namespace["draw_curves"] = lambda *_, **__: None
    for name in ("vanish-picture", "dead-picture"):
        exec(CELLS[name].source.replace("from pictures import draw_curves\n", ""), namespace)
    return namespace


def test_sigmoid_sinks_with_all_three_first_weights_and_the_others_depend_on_them(deep: Any) -> None:
    arrives = {
        (layer.__name__, larger): deep["gradient_sizes"](layer, larger)[-1]
        for layer in deep["layers"]
        for larger in (0.5, 1, 2)
    }
    assert all(arrives["Sigmoid", larger] < 0.01 for larger in (0.5, 1, 2))
    assert 5e-6 < arrives["Sigmoid", 1] < 2e-5  # a hundred-thousandth
    for name in ("ReLU", "GELU", "SiLU"):
        assert arrives[name, 0.5] < 1.1 * 2**-10
        assert arrives[name, 2] == pytest.approx(800, rel=0.1)
    assert 0.7 < arrives["ReLU", 1] < 1.1
    assert arrives["GELU", 1] == pytest.approx(2 / 5, rel=0.2)
    assert arrives["SiLU", 1] == pytest.approx(1 / 8, rel=0.2)
    assert arrives["ReLU", 0.5] == pytest.approx(1 / 1024, rel=0.25)
    assert deep["gradient_sizes"](deep["Sigmoid"], 4)[-1] < 0.1 < deep["gradient_sizes"](deep["Sigmoid"], 5)[-1]


def test_relu_alone_has_dead_units(deep: Any) -> None:
    shares = dict(zip(deep["biases"].tolist(), deep["dead_shares"](deep["ReLU"]), strict=True))
    assert shares[0.0] == 0.0
    assert 0.05 < shares[-3.0] < 0.15  # a tenth
    assert 0.99 < shares[-6.0] < 1.0  # hardly any is alive
    for name in ("Sigmoid", "GELU", "SiLU"):
        assert set(deep["dead_shares"](deep[name])) == {0.0}


def test_relu_arrives_at_each_layer_as_large_as_the_paragraph_on_first_weights_says(deep: Any) -> None:
    sizes = deep["gradient_sizes"](deep["ReLU"], 0.5)
    factors = [after / before for before, after in itertools.pairwise(sizes)]
    assert all(factor == pytest.approx(0.5, rel=0.2) for factor in factors)


def test_the_puzzle_of_softmax_has_the_solution_that_is_folded_below_it() -> None:
    namespace = run_notebook(list(CELLS.values()))
    exec(CELLS["softmax-jacobian-play"].source, namespace)
    (answer,) = [cell for cell in TEXTS if cell["id"] == "softmax-answer"]
    (line,) = [line for line in answer["source"] if line.startswith("return y")]
    with pytest.raises(NotImplementedError):
        exec(CELLS["softmax-play"].source, namespace)
    exec(CELLS["softmax-play"].source.replace("raise NotImplementedError()", line.strip()), namespace)
    assert namespace["check_gradient"](namespace["Softmax"](), np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]])) < 1e-6


class _Tensor:
    """What the notebook uses of a tensor of PyTorch's: enough for one function and back."""

    def __init__(self, array: Any, requires_grad: bool = False) -> None:
        self.array, self.grad = np.asarray(array), None

    def through(self, reference: Any) -> Any:
        output = _Tensor(reference.forward(self.array))
        output.backward = lambda upstream: setattr(  # type: ignore[attr-defined]  # as PyTorch names it
            self, "grad", _Tensor(reference.derivative(self.array) * upstream.array)
        )
        return output

    def detach(self) -> Any:
        return self

    def numpy(self) -> Any:
        return self.array


@pytest.mark.parametrize("installed", [True, False])
def test_layers_are_compared_with_pytorch_where_there_is_one(
    installed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gelu_of(x: Any, approximate: str) -> Any:
        assert approximate == "tanh"
        return x.through(REFERENCES["GELU"])

    torch: Any = types.ModuleType("torch")
    torch.tensor = _Tensor
    torch.relu = lambda x: x.through(REFERENCES["ReLU"])
    torch.sigmoid = lambda x: x.through(REFERENCES["Sigmoid"])
    functional = types.SimpleNamespace(gelu=gelu_of, silu=lambda x: x.through(REFERENCES["SiLU"]))
    torch.nn = types.SimpleNamespace(functional=functional)
    namespace = run_notebook(list(CELLS.values()))
    namespace |= {"layers": [namespace[name] for name in REFERENCES], "partial": functools.partial}
    monkeypatch.setitem(sys.modules, "torch", torch if installed else None)
    exec(CELLS["torch-play"].source, namespace)
    said = capsys.readouterr().out
    if installed:
        told = re.findall(r"(\w+): forward differs by (\S+) at most, backward by (\S+)\n", said)
        assert [name for name, _, _ in told] == list(REFERENCES)
        assert all(float(number) < 1e-13 for _, *numbers in told for number in numbers)
    else:
        assert "PyTorch is not installed here" in said


def test_answers_and_the_full_contract_are_folded_on_a_feedback_page_too() -> None:
    folded = [cell for cell in TEXTS if "<details>" in "".join(cell["source"])]
    assert {cell["id"] for cell in folded} >= {"contract", "relu-predict-answer", "softmax-answer"}
    assert sum(cell["id"].endswith("-predict-answer") for cell in folded) == 5
    for cell in folded:
        text = "".join(cell["source"])
        for html in (instructors_markdown(text, {}), students_markdown(text, Pictures({}))):
            assert len(re.findall(r"<details>\s*<summary><b>", html)) == html.count("</details>") == 1
            inside = html.partition("</summary>")[2].partition("</details>")[0]
            assert "<p>" in inside, "Markdown in it is rendered"
            assert "$" not in inside, "so are formulas"


def test_each_prediction_has_a_place_for_a_guess_before_its_answer() -> None:
    ids = [cell["id"] for cell in NOTEBOOK_CELLS]
    asked = [name for name in ids if name.endswith("-predict")]
    assert len(asked) == 5
    for number, name in enumerate(asked, 1):
        at = ids.index(name)
        assert ids[at : at + 3] == [name, f"{name}-play", f"{name}-answer"]
        assert f"Predict, then run ({number} of 5)" in "".join(NOTEBOOK_CELLS[at]["source"])
        assert "guess = " in "".join(NOTEBOOK_CELLS[at + 1]["source"])


def test_minutes_of_the_parts_add_up_to_what_the_notebook_says() -> None:
    text = next("".join(cell["source"]) for cell in TEXTS if cell["id"] == "how-to-work")
    minutes = [int(found) for found in re.findall(r"^\| .* \| (\d+) \|$", text, re.MULTILINE)]
    hours, rest = re.search(r"\*\*(\d) h (\d\d)\*\*", text).groups()  # type: ignore[union-attr]  # else it fails
    assert sum(minutes) == 60 * int(hours) + int(rest) <= 180
